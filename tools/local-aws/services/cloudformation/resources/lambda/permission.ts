import { AddPermissionCommand, RemovePermissionCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { honouring } from '../honouring.ts'

const honoured = ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
export const permission = honouring(honoured, {
  typeName: 'AWS::Lambda::Permission',

  async create(properties, context) {
    // A notification that does not wait for its permission must not find it by luck.
    await context.outlast()
    const StatementId = context.generateName({ maxLength: 100 })
    await context.clients.lambda.send(
      new AddPermissionCommand({
        FunctionName: properties.FunctionName,
        StatementId,
        Action: properties.Action,
        Principal: properties.Principal,
        SourceArn: properties.SourceArn,
        SourceAccount: properties.SourceAccount,
      }),
    )
    return { physicalId: StatementId, attributes: { Id: StatementId } }
  },

  async delete(StatementId, { FunctionName }, { clients }) {
    try {
      await clients.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }))
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  },
})
