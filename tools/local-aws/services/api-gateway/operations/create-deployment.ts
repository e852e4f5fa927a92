import type { CreateDeploymentRequest, Deployment } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { describeDeployment } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import { snapshotOf } from '../rest-api.ts'
import { identifier } from '../state.ts'

// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html
export const createDeployment: Operation<CreateDeploymentRequest, Deployment> = {
  honours: ['description', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => {
    const api = account.apiGateway.api(input.restApiId!)
    const methods = [...api.resources.values()].flatMap(resource => [...resource.methods.values()])
    if (methods.length === 0) throw new AwsError('BadRequestException', "The REST API doesn't contain any methods")
    if (methods.some(method => !method.methodIntegration)) {
      throw new AwsError('BadRequestException', 'No integration defined for method')
    }
    // Its resource policy is not built. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
    if (api.description.endpointConfiguration?.types?.includes('PRIVATE')) {
      const message = "Private REST API doesn't have a resource policy attached to it"
      throw new AwsError('BadRequestException', message)
    }
    const deployment = {
      id: identifier(),
      description: input.description,
      createdDate: account.now(),
      snapshot: snapshotOf(api),
    }
    api.deployments.set(deployment.id, deployment)
    return describeDeployment(deployment)
  },
}
