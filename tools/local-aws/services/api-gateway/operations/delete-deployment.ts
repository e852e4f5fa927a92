import type { DeleteDeploymentRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const deleteDeployment: Operation<DeleteDeploymentRequest, object> = {
  honours: ['deploymentId', 'restApiId'],
  permissions: onPath,
  run: (input, { account: { apiGateway } }) => {
    const { id } = apiGateway.deployment(input.restApiId!, input.deploymentId!)
    const api = apiGateway.api(input.restApiId!)
    if ([...api.stages.values()].some(stage => stage.deploymentId === id)) {
      throw new AwsError('BadRequestException', 'Active stages pointing to this deployment must be moved or deleted')
    }
    api.deployments.delete(id)
    return {}
  },
}
