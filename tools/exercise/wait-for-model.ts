import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../command/command-error.ts'
import type { ApiAnswer, ApiClient } from './api-client.ts'
import { type Retry, settled } from './settling-calls.ts'

export interface ModelRequest {
  readonly fileId: string
  readonly model: string
}

const pollMs = 50
/** A late or repeated event of S3 takes seconds. After two minutes the notification is broken. */
const timeoutMs = 120_000

/**
 * Asks for a missing model until the Consumer reports it as missing. Then one of its execution environments runs, so
 * `waitForModel` does not measure a start. The environment answers one call after another, so the sequential polls stay
 * on it.
 */
export async function wakeConsumer(
  api: ApiClient,
  request: ModelRequest,
  retries: Retry[],
  signal?: AbortSignal,
): Promise<void> {
  const answer = await settled('predict, waking', () => api.post('/predict', request, signal), retries, signal)
  if (answer.body?.error === 'MODEL_NOT_FOUND') return
  throw new CommandError(
    'UNEXPECTED_ANSWER',
    `/predict answers ${answer.statusCode} ${JSON.stringify(answer.body)} for the model ${request.model}, which was not put yet.`,
    { nextStep: 'Check models/ on the file system, and the Consumer’s log group.' },
  )
}

/** @returns milliseconds until /predict first finds the model, asked again 50 ms after each answer */
export async function waitForModel(api: ApiClient, request: ModelRequest, signal?: AbortSignal): Promise<number> {
  const { answer, elapsed } = await ask(api, request, signal)
  if (answer.statusCode === 200) return elapsed
  throw new CommandError(
    'MODEL_NOT_INGESTED',
    `The model ${request.model} was not there ${(elapsed / 1000).toFixed(0)} s after it was put into the bucket: ` +
      `/predict answers ${answer.statusCode} ${JSON.stringify(answer.body)}.`,
    { nextStep: 'Check the Producer’s log group for the event, and the bucket’s notification configuration.' },
  )
}

/**
 * Asks until a status comes that will not change, or the time is over. A missing model and failures of the server may
 * change: the first mounts after a deployment sometimes fail and succeed a moment later
 * (github.com/pahud/cdk-efs-assets/issues/100).
 */
async function ask(
  api: ApiClient,
  request: ModelRequest,
  signal?: AbortSignal,
): Promise<{ answer: ApiAnswer; elapsed: number }> {
  const start = performance.now()
  for (;;) {
    const answer = await api.post('/predict', request, signal)
    const elapsed = performance.now() - start
    const mayChange = answer.statusCode === 404 || answer.statusCode >= 500
    if (!mayChange || elapsed > timeoutMs) return { answer, elapsed }
    await sleep(pollMs, undefined, { signal })
  }
}
