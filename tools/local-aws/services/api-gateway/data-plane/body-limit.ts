import type { AwsResponse } from '../../../protocols/exchange.ts'

// "Payload size 10 MB": https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
export const maxBodyBytes = 10 * 1024 * 1024

/**
 * The edge refuses a body over that size in plain text. No gateway response of the API applies, so the answer has no
 * CORS header either. Seen at github.com/koki-develop/lgtm-generator/issues/10.
 */
export const bodyTooLong: AwsResponse = {
  statusCode: 413,
  headers: { 'content-type': 'text; charset=utf-8' },
  body: `HTTP content length exceeded ${maxBodyBytes} bytes.`,
}
