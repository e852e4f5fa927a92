import type { AwsRequest } from '../../../protocols/exchange.ts'

export interface ApiAddress {
  readonly apiId: string
  readonly stageName: string
  /**
   * The path below the stage, starting with a slash, with its original encoding: a REST API passes it on unchanged.
   * https://github.com/localstack/localstack/pull/7728, https://github.com/hotsock/voker/pull/8
   */
  readonly path: string
  readonly domainName: string
}

/**
 * Reads `https://API.execute-api.REGION.amazonaws.com/STAGE/PATH`, by the Host header.
 *
 * Unlike AWS: without DNS the address is `/restapis/API/STAGE/_user_request_/PATH` on the local endpoint.
 */
export function addressOf(request: AwsRequest): ApiAddress | undefined {
  const domainName = (request.headers.host ?? '').split(':')[0]!
  const [, byHost] = /^([a-z0-9]{10})\.execute-api\./.exec(domainName) ?? []
  if (byHost) {
    const [, stageName = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(request.path) ?? []
    return { apiId: byHost, stageName, path: rest || '/', domainName }
  }
  const byPath = /^\/restapis\/([a-z0-9]+)\/([^/]+)\/_user_request_(.*)$/s.exec(request.path)
  if (!byPath) return undefined
  return { apiId: byPath[1]!, stageName: byPath[2]!, path: byPath[3] || '/', domainName }
}
