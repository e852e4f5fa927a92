import type { RestApi, UpdateRestApiRequest } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'

export const updateRestApi: Operation<UpdateRestApiRequest, RestApi> = {
  honours: ['patchOperations', 'restApiId'],
  permissions: onPath,
  run: (input, { account }) => {
    const { description } = account.apiGateway.api(input.restApiId!)
    for (const { op, path, value } of input.patchOperations ?? []) {
      if (op === 'replace' && path === '/name') description.name = value
      else if (op === 'replace' && path === '/description') description.description = value
      else throw new AwsError('BadRequestException', `Invalid patch path ${path}`)
    }
    return description
  },
}
