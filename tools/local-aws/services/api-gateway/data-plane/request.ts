import type { Method } from '@aws-sdk/client-api-gateway'
import type { Identity } from '../../../iam/identity.ts'
import type { AwsRequest } from '../../../protocols/exchange.ts'
import type { RestApi, Stage } from '../rest-api.ts'
import type { ApiAddress } from './address.ts'
import type { PathMatch } from './path-match.ts'

/** One request for an integration. */
export interface ApiRequest {
  readonly api: RestApi
  readonly stage: Stage
  readonly address: ApiAddress
  readonly match: PathMatch
  readonly method: Method
  readonly http: AwsRequest
  readonly body: Uint8Array
  /** Who signed it, if the method asks for that. */
  readonly caller?: Identity
}
