import type { APIGatewayProxyEvent } from 'aws-lambda'
import type { z } from 'zod'
import { Failure, type FailureCode } from '../failure/failure.ts'

// Lambda takes events of 6 MB at most (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
export const payloadLimitBytes = 6 * 1024 * 1024

export function readBody<T>(event: APIGatewayProxyEvent, schema: z.ZodType<T>): T {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > payloadLimitBytes) {
    const message = `The body has ${bytes.length} bytes; the limit is ${payloadLimitBytes}. Put larger data in the bucket and send its key.`
    throw new Failure('TOO_LARGE', message, { bytes: bytes.length, limitBytes: payloadLimitBytes })
  }
  return parseJson(bytes.toString('utf8'), schema, 'INVALID_REQUEST', 'The body')
}

// `what` is the subject of the sentence that says what is wrong.
export function parseJson<T>(text: string, schema: z.ZodType<T>, code: FailureCode, what: string): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Failure(code, `${what} is not JSON: ${error.message}.`, {}, error)
  }
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  const [issue] = error.issues
  const at = issue?.path.length ? ` at ${issue.path.join('.')}` : ''
  throw new Failure(code, `${what} is not what is expected${at}: ${issue?.message}.`, {}, error)
}
