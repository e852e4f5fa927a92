import type { AwsError } from '../aws-error.ts'
import type { AwsRequest, AwsResponse } from './exchange.ts'
import type { MalformedRequest } from './malformed-request.ts'
import type { ServiceModel } from './service-model.ts'

/** The operation of a request, by AWS's name, and the input that the route already contains. */
export interface Route {
  readonly operationName: string
  /** Path labels already taken from the URL, decoded. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * One of AWS's wire protocols, from the server's side. Each one uses the SDK's own operation schemas, so there is one
 * decoder and one encoder for each protocol, and none for a service.
 */
export interface Protocol {
  /** Returns `undefined` if no operation of the service has this method and path. */
  route(model: ServiceModel, request: AwsRequest): Promise<Route | undefined>
  decode(model: ServiceModel, route: Route, request: AwsRequest): Promise<Record<string, unknown>>
  encode(model: ServiceModel, operationName: string, output: object, requestId: string): AwsResponse
  /** The error of this protocol's services for a request that cannot be read. */
  malformed(error: MalformedRequest): AwsError
  encodeError(model: ServiceModel, error: AwsError, requestId: string): AwsResponse
}
