import type { AwsError } from '../aws-error.ts'
import type { AwsRequest, AwsResponse } from './exchange.ts'
import type { MalformedRequest } from './malformed-request.ts'
import type { ServiceModel } from './service-model.ts'

/** What a request asks for: the operation's name as AWS writes it, and what the route already told of its input. */
export interface Route {
  readonly operationName: string
  /** Path labels already taken from the URL, decoded. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * One of AWS's wire protocols, seen from the server. Each is driven by the SDK's own operation schemas, so there
 * is one decoder and one encoder a protocol and none a service.
 */
export interface Protocol {
  /** `undefined` when no operation of the service has this method and path. */
  route(model: ServiceModel, request: AwsRequest): Promise<Route | undefined>
  decode(model: ServiceModel, route: Route, request: AwsRequest): Promise<Record<string, unknown>>
  encode(model: ServiceModel, operationName: string, output: object, requestId: string): AwsResponse
  /** What this protocol's services answer to a request that cannot be read. */
  malformed(error: MalformedRequest): AwsError
  encodeError(model: ServiceModel, error: AwsError, requestId: string): AwsResponse
}
