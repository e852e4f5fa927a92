import {
  DeleteFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda'
import { honouring } from '../honouring.ts'
import { numberOf } from '../property-values.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'

const honoured = ['FunctionName', 'Qualifier', 'DestinationConfig', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html
export const eventInvokeConfig = honouring(honoured, {
  typeName: 'AWS::Lambda::EventInvokeConfig',

  create: (properties, context) => put(properties, context),
  update: ({ after }, context) => put(after, context),

  async delete(_physicalId, { FunctionName, Qualifier }, { clients }) {
    try {
      await clients.lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier }))
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  },
})

async function put(properties: Properties, { clients }: ResourceContext): Promise<CreatedResource> {
  const { FunctionName, Qualifier, DestinationConfig } = properties
  await clients.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      Qualifier,
      DestinationConfig,
      MaximumEventAgeInSeconds: numberOf(properties.MaximumEventAgeInSeconds),
      MaximumRetryAttempts: numberOf(properties.MaximumRetryAttempts),
    }),
  )
  return { physicalId: `${FunctionName}|${Qualifier}`, attributes: {} }
}
