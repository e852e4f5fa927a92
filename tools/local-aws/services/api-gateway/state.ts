import { randomInt } from 'node:crypto'
import type { Method } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../aws-error.ts'
import type { TokenBucket } from './data-plane/throttle.ts'
import type { Account } from './operation.ts'
import type { ApiResource, Deployment, RestApi, Stage } from './rest-api.ts'

/** The REST APIs of the control plane. The data plane (./data-plane) answers from them. */
export class ApiGatewayState {
  readonly account: Account
  readonly apis = new Map<string, RestApi>()
  /** Throttling, by API, stage and method. */
  readonly tokenBuckets = new Map<string, TokenBucket>()

  constructor(account: Account) {
    this.account = account
  }

  api(id: string): RestApi {
    return found(this.apis.get(id), `Invalid API identifier specified ${this.account.id}:${id}`)
  }

  resource(apiId: string, resourceId: string): ApiResource {
    return found(this.api(apiId).resources.get(resourceId), 'Invalid Resource identifier specified')
  }

  /** For operations that name the resource even if the API does not exist: recorded/api-gateway.yaml. */
  resourceOfAnyApi(apiId: string, resourceId: string): ApiResource {
    return found(this.apis.get(apiId)?.resources.get(resourceId), 'Invalid Resource identifier specified')
  }

  method(apiId: string, resourceId: string, httpMethod: string): Method {
    return found(this.resource(apiId, resourceId).methods.get(httpMethod), 'Invalid Method identifier specified')
  }

  deployment(apiId: string, deploymentId: string): Deployment {
    return found(this.api(apiId).deployments.get(deploymentId), 'Invalid Deployment identifier specified')
  }

  stage(apiId: string, stageName: string): Stage {
    return found(this.api(apiId).stages.get(stageName), 'Invalid stage identifier specified')
  }
}

function found<T>(resource: T | undefined, message: string): T {
  if (resource === undefined) throw new AwsError('NotFoundException', message, 404)
  return resource
}

/** Ten (APIs) or six characters (everything else), as API Gateway's identifiers have. */
export function identifier(length = 6): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}
