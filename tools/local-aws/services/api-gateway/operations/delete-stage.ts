import type { DeleteStageRequest } from '@aws-sdk/client-api-gateway'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const deleteStage: Operation<DeleteStageRequest, object> = {
  honours: ['restApiId', 'stageName'],
  permissions: onPath,
  run: (input, { account: { apiGateway } }) => {
    const { stageName } = apiGateway.stage(input.restApiId!, input.stageName!)
    apiGateway.api(input.restApiId!).stages.delete(stageName)
    return {}
  },
}
