import type { z } from 'zod'
import { Failure, type FailureCode } from '../failure/failure.ts'

const byteOrderMark = '\uFEFF'

/**
 * Parses a text and checks it against the schema. Throws a Failure of this code. A byte order mark before the text is
 * ignored: editors on Windows write one, and RFC 8259 (8.1) lets a reader ignore it. `what` is the subject of the
 * error's sentence.
 */
export function parseJson<T>(text: string, schema: z.ZodType<T>, code: FailureCode, what: string): T {
  let value: unknown
  try {
    value = JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Failure(code, `${what} is not JSON: ${error.message}.`, {}, error)
  }
  const { success, data, error } = schema.safeParse(value)
  if (success) return data
  const [issue] = error.issues
  const at = issue?.path.length ? ` at ${issue.path.join('.')}` : ''
  throw new Failure(code, `${what} is not what is expected${at}: ${issue?.message}.`)
}
