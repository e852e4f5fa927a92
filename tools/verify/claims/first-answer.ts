import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../../command/command-error.ts'
import type { ApiAnswer } from '../../exercise/api-client.ts'
import type { Verification } from '../verification.ts'

export interface PredictRequest {
  readonly fileId: string
  readonly model: string
}

export interface FirstAnswer {
  readonly answer: ApiAnswer
  /** From the call of this function to the end of the first successful answer, by the client's monotonic clock. */
  readonly afterMs: number
}

const pauseMs = 50

/**
 * Asks for a prediction again and again, 50 ms after each answer, until it succeeds.
 *
 * @throws CommandError NOT_SEEN with the last answer, after the verification's patience
 */
export async function firstAnswerOf(verification: Verification, request: PredictRequest): Promise<FirstAnswer> {
  const start = performance.now()
  for (;;) {
    const answer = await verification.api.post('/predict', request, verification.signal)
    const afterMs = performance.now() - start
    if (answer.statusCode === 200) return { answer, afterMs }
    // The model is not there yet, or a large one is still being loaded. No other answer changes by itself.
    const hopeless = answer.statusCode !== 404 && answer.statusCode < 500
    if (hopeless || afterMs > verification.patienceMs) {
      const last = `${answer.statusCode} ${JSON.stringify(answer.body)}`
      const waited = `${(afterMs / 1000).toFixed(0)} s after it was put into the bucket`
      throw new CommandError('NOT_SEEN', `The model ${request.model} cannot be used ${waited}: ${last}`)
    }
    await sleep(pauseMs, undefined, { signal: verification.signal })
  }
}
