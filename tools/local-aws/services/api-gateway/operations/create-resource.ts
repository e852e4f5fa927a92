import type { CreateResourceRequest, Resource } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../aws-error.ts'
import { describeResource } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { onPath } from '../permissions.ts'
import type { ApiResource, RestApi } from '../rest-api.ts'
import { identifier } from '../state.ts'

export const createResource: Operation<CreateResourceRequest, Resource> = {
  honours: ['parentId', 'pathPart', 'restApiId'],
  permissions: onPath,
  run: (input, { account: { apiGateway } }) => {
    const api = apiGateway.api(input.restApiId!)
    const parent = apiGateway.resource(api.id, input.parentId!)
    const pathPart = input.pathPart!
    if (!/^(\{[\w.:-]+\+?\}|[\w.:~!$&'()*+,;=@%-]+)$/.test(pathPart)) {
      throw new AwsError(
        'BadRequestException',
        "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
      )
    }
    if ([...api.resources.values()].some(other => other.parentId === parent.id && other.pathPart === pathPart)) {
      throw new AwsError(
        'ConflictException',
        `Another resource with the same parent already has this name: ${pathPart}`,
        409,
      )
    }
    checkPlace(api, parent, pathPart)
    const path = `${parent.path === '/' ? '' : parent.path}/${pathPart}`
    const resource = { id: identifier(), parentId: parent.id, pathPart, path, methods: new Map() }
    api.resources.set(resource.id, resource)
    return describeResource(resource, true)
  },
}

/** Refuses resources that a request could not distinguish. */
function checkPlace(api: RestApi, parent: ApiResource, pathPart: string): void {
  if (parent.pathPart?.endsWith('+}')) {
    const message = `Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`
    throw new AwsError('BadRequestException', message)
  }
  const variable = [...api.resources.values()].find(
    other => other.parentId === parent.id && other.pathPart?.startsWith('{'),
  )
  if (!variable || !pathPart.startsWith('{')) return
  // https://github.com/amazon-archives/aws-apigateway-importer/issues/202
  const message = `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`
  throw new AwsError('BadRequestException', message)
}
