import type { z } from 'zod'
import { Failure, type FailureCode } from '../failure/failure.ts'

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
