import type { ApiRequest } from './request.ts'

/** Whether the request's payload has one of the API's binary media types. */
export function sendsBinary({ api, http }: ApiRequest): boolean {
  return isBinary(api.description.binaryMediaTypes, http.headers['content-type'])
}

/**
 * Whether the client accepts one: "API Gateway uses the first Accept header from clients to determine if a response
 * should return binary media."
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
 */
export function wantsBinary({ api, http }: ApiRequest): boolean {
  return isBinary(api.description.binaryMediaTypes, http.headers.accept?.split(',')[0])
}

function isBinary(types: readonly string[] = [], header = ''): boolean {
  const asked = header.split(';')[0]!.trim()
  return types.some(
    type => type === '*/*' || type === asked || (type.endsWith('/*') && asked.startsWith(type.slice(0, -1))),
  )
}
