import { setTimeout as sleep } from 'node:timers/promises'
import { retryPauseMs } from '../command/polling-rate.ts'
import type { ApiAnswer } from './api-client.ts'

/** A call that was repeated, and why. */
export interface Retry {
  readonly step: string
  /** null if there was no answer. */
  readonly statusCode: number | null
  /** The body, or the message of the connection's error. */
  readonly answered: unknown
  readonly startedAt: string
}

export interface RetryLimits {
  /** Default 16 calls in all: on AWS their pauses add up to two minutes. */
  readonly tries?: number
  /** No call is begun after this time; default two minutes. */
  readonly limitMs?: number
}

/**
 * Makes a call that a system may fail while it settles, and records each failure in `retries`. After a deployment the
 * first mounts sometimes fail and succeed a moment later (github.com/pahud/cdk-efs-assets/issues/100), a stage answers 403
 * until it is known everywhere, and its host name is unknown for a moment. A function that was idle for weeks is Inactive:
 * its first call fails while Lambda makes its network interfaces again
 * (docs.aws.amazon.com/lambda/latest/dg/functions-states.html). What the functions refuse (4xx of theirs) is final.
 */
export async function settled(
  step: string,
  call: () => Promise<ApiAnswer>,
  retries: Retry[],
  signal?: AbortSignal,
  { tries = 16, limitMs = 120_000 }: RetryLimits = {},
): Promise<ApiAnswer> {
  const start = performance.now()
  for (let attempt = 1; ; attempt += 1) {
    const startedAt = new Date().toISOString()
    const last = attempt >= tries || performance.now() - start > limitMs
    let failed: Pick<Retry, 'statusCode' | 'answered'>
    try {
      const answer = await call()
      if (last || !maySettle(answer)) return answer
      failed = { statusCode: answer.statusCode, answered: answer.body }
    } catch (error) {
      signal?.throwIfAborted()
      if (last || !(error instanceof Error)) throw error
      failed = { statusCode: null, answered: error.message }
    }
    retries.push({ step, ...failed, startedAt })
    await sleep(retryPauseMs(attempt), undefined, { signal })
  }
}

/** The functions name their requests. A 403 or 429 without such a name is API Gateway's own. */
function maySettle({ statusCode, requestId }: ApiAnswer): boolean {
  return statusCode >= 500 || (requestId === undefined && [403, 429].includes(statusCode))
}

/** A sentence for the user about the calls that were repeated. */
export function retriesSentence(retries: readonly Retry[]): string {
  const each = retries.map(
    ({ step, statusCode, answered }) => `${step}: ${statusCode ?? ''} ${JSON.stringify(answered)}`,
  )
  return `${retries.length} calls failed at first and were repeated (${each.join('; ')})`
}
