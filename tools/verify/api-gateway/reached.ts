import { startRefusal } from '../lambda-function/usable-function.ts'
import type { Verification } from '../verification.ts'
import type { HttpAnswer } from './http-call.ts'

export interface Reached {
  readonly reached: boolean
  /** The observation that decides it. */
  readonly how: string
}

/**
 * Whether a call of the API reached the function. X-Request-Id is Lambda's id of the invocation, which only the
 * function knows. If Lambda cannot start the function because its mount fails, no call gets further, and the API has
 * done its part: requirements 2 and 3 cover the mount.
 */
export async function reached(
  verification: Verification,
  name: 'producer' | 'consumer',
  { call, statusCode, text, headers, json }: HttpAnswer,
): Promise<Reached> {
  const requestId = headers.get('x-request-id')
  // The other function answers this to a route that is not its own.
  if (json?.error === 'ROUTE_NOT_FOUND') return { reached: false, how: `${call}: ${statusCode} ${text}` }
  if (requestId) return { reached: true, how: `invocation ${requestId}` }
  const refusal = await startRefusal(verification, name)
  if (refusal === undefined) return { reached: false, how: `${call}: ${statusCode} ${text}, without X-Request-Id` }
  return { reached: true, how: `the API invokes it, and Lambda cannot start it: ${refusal}` }
}

/** True for a failure behind the API, which the answer reports correctly. */
export async function isFailureBehind(
  verification: Verification,
  name: 'producer' | 'consumer',
  answer: HttpAnswer,
): Promise<boolean> {
  const { statusCode, json, headers } = answer
  if (statusCode < 500) return false
  if (!headers.has('x-request-id')) return (await startRefusal(verification, name)) !== undefined
  return (
    `${statusCode} ${json?.error}` === '500 EFS_UNAVAILABLE' || `${statusCode} ${json?.error}` === '502 S3_UNAVAILABLE'
  )
}
