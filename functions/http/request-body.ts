import { isUtf8 } from 'node:buffer'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import type { z } from 'zod'
import { Failure } from '../failure/failure.ts'
import { parseJson } from '../json/parse-json.ts'

/** Lambda takes events of at most 6 MB (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
export const payloadLimitBytes = 6 * 1024 * 1024

export function readBody<T>(event: APIGatewayProxyEvent, schema: z.ZodType<T>): T {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > payloadLimitBytes) {
    const message = `The body has ${bytes.length} bytes; the limit is ${payloadLimitBytes}. Put larger data in the bucket and send its key.`
    throw new Failure('TOO_LARGE', message, { bytes: bytes.length, limitBytes: payloadLimitBytes })
  }
  // A body that is not UTF-8 would be read as a different text.
  if (!isUtf8(bytes)) throw new Failure('INVALID_REQUEST', 'The body is not UTF-8, as JSON must be.')
  return parseJson(bytes.toString('utf8'), schema, 'INVALID_REQUEST', 'The body')
}
