import { GetGatewayResponsesCommand } from '@aws-sdk/client-api-gateway'
import type { Verification } from '../verification.ts'

export interface DefaultResponse {
  readonly type: 'DEFAULT_4XX' | 'DEFAULT_5XX'
  /** Of application/json; nothing where it was not set. */
  readonly template: string | undefined
  /** As API Gateway quotes it: `'*'`. */
  readonly allowOrigin: string | undefined
}

/**
 * How the gateway's own errors are answered, as far as no type has a response of its own: also those that no check can
 * cause, such as a time-out.
 */
export async function gatewayResponses({ clients, system }: Verification): Promise<readonly DefaultResponse[]> {
  const { items = [] } = await clients.apiGateway.send(
    // More than there are types, so that there is one page.
    new GetGatewayResponsesCommand({ restApiId: system.outputs.ApiId, limit: 500 }),
  )
  return (['DEFAULT_4XX', 'DEFAULT_5XX'] as const).map(type => {
    const found = items.find(({ responseType }) => responseType === type)
    const parameters = Object.entries(found?.responseParameters ?? {})
    const origin = parameters.find(([name]) => /^gatewayresponse\.header\.access-control-allow-origin$/i.test(name))
    return { type, template: found?.responseTemplates?.['application/json'], allowOrigin: origin?.[1] }
  })
}
