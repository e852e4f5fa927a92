import type { DeleteResourceRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import type { RestApi } from '../rest-api.ts'

export const deleteResource: Operation<DeleteResourceRequest, object> = {
  honours: ['resourceId', 'restApiId'],
  permissions: onPath,
  run: (input, { account: { apiGateway } }) => {
    const api = apiGateway.api(input.restApiId!)
    const resource = apiGateway.resource(api.id, input.resourceId!)
    if (!resource.parentId) throw new AwsError('BadRequestException', 'Root resource cannot be deleted')
    deleteTree(api, resource.id)
    return {}
  },
}

function deleteTree(api: RestApi, resourceId: string): void {
  for (const child of [...api.resources.values()].filter(one => one.parentId === resourceId)) deleteTree(api, child.id)
  api.resources.delete(resourceId)
}
