import { GetGatewayResponsesCommand } from '@aws-sdk/client-api-gateway'
import type { Verification } from '../verification.ts'

export interface DefaultResponse {
  readonly type: 'DEFAULT_4XX' | 'DEFAULT_5XX'
  /** The template for application/json, if one is set. */
  readonly template: string | undefined
  /** As API Gateway quotes it: `'*'`. */
  readonly allowOrigin: string | undefined
}

/**
 * Returns the responses that answer the gateway's own errors wherever an error type has no response of its own. They
 * cover errors that no check can cause, such as a time-out.
 */
export async function gatewayResponses({ clients, system }: Verification): Promise<readonly DefaultResponse[]> {
  const { items = [] } = await clients.apiGateway.send(
    // The limit exceeds the number of types, so there is one page.
    new GetGatewayResponsesCommand({ restApiId: system.outputs.ApiId, limit: 500 }),
  )
  return (['DEFAULT_4XX', 'DEFAULT_5XX'] as const).map(type => {
    const found = items.find(({ responseType }) => responseType === type)
    const parameters = Object.entries(found?.responseParameters ?? {})
    const origin = parameters.find(([name]) => /^gatewayresponse\.header\.access-control-allow-origin$/i.test(name))
    return { type, template: found?.responseTemplates?.['application/json'], allowOrigin: origin?.[1] }
  })
}
