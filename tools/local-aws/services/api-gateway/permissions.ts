import type { Permission } from '../../iam/permission.ts'
import type { Call } from './operation.ts'

/**
 * API Gateway's actions are HTTP methods, and its resources are the called paths.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html
 */
export function onPath(_input: unknown, { account, http }: Call): readonly Permission[] {
  return [
    {
      action: `apigateway:${http.method}`,
      resource: `arn:aws:apigateway:${account.region}::${decodeURIComponent(http.path)}`,
    },
  ]
}
