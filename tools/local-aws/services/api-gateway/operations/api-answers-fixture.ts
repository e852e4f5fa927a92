import { APIGatewayClient, CreateResourceCommand, CreateRestApiCommand } from '@aws-sdk/client-api-gateway'
import type { Test } from 'tap'
import { startLocalAws } from '../../../server.ts'

export const notFound = (message: string) => ({
  name: 'NotFoundException',
  message,
  $metadata: { httpStatusCode: 404 },
})
export const refused = (message: string | RegExp) => ({
  name: 'BadRequestException',
  message,
  $metadata: { httpStatusCode: 400 },
})
export const conflict = (message: string) => ({
  name: 'ConflictException',
  message,
  $metadata: { httpStatusCode: 409 },
})

/** A local AWS with an API that has one resource, `/here`. */
export async function apiWithResource(t: Pick<Test, 'teardown'>) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const client = new APIGatewayClient(aws)
  /** The answer without its metadata. */
  const answer = async (command: object): Promise<any> => {
    const { $metadata, ...members } = await client.send(command as never)
    return members
  }
  const api = await answer(new CreateRestApiCommand({ name: 'whole', description: 'd', tags: { a: 'b' } }))
  const restApiId: string = api.id
  const { id: resourceId } = await answer(
    new CreateResourceCommand({ restApiId, parentId: api.rootResourceId, pathPart: 'here' }),
  )
  return { answer, api, restApiId, method: { restApiId, resourceId: resourceId as string, httpMethod: 'GET' } }
}
