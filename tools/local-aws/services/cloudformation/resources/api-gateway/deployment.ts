import { CreateDeploymentCommand, DeleteDeploymentCommand } from '@aws-sdk/client-api-gateway'
import { honouring } from '../honouring.ts'
import { unlessMissing } from './missing.ts'

const honoured = ['RestApiId', 'Description', 'StageName']

// A snapshot of the API: a changed API needs another deployment.
// Unlike AWS: its description cannot be updated either.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html
export const deployment = honouring(honoured, {
  typeName: 'AWS::ApiGateway::Deployment',

  async create(properties, { clients }) {
    const { id } = await clients.apiGateway.send(
      new CreateDeploymentCommand({
        restApiId: properties.RestApiId,
        stageName: properties.StageName,
        description: properties.Description,
      }),
    )
    return { physicalId: id!, attributes: { DeploymentId: id } }
  },

  applies: [],

  update: async ({ physicalId }) => ({ physicalId, attributes: { DeploymentId: physicalId } }),

  async delete(deploymentId, { RestApiId: restApiId }, { clients }) {
    await unlessMissing(clients.apiGateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId })))
  },
})
