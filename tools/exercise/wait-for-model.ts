import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../command/command-error.ts'
import type { ApiClient } from './api-client.ts'

const pollMs = 50
/** An event that S3 has delivered late or twice takes seconds; two minutes is a broken notification. */
const timeoutMs = 120_000

/**
 * Asks /predict until the model is there. Other answers are tried again too: the first mounts after a deployment
 * sometimes fail and succeed a moment later (github.com/pahud/cdk-efs-assets/issues/100).
 *
 * @returns milliseconds until the first 200
 */
export async function waitForModel(
  api: ApiClient,
  request: { fileId: string; model: string },
  signal?: AbortSignal,
): Promise<number> {
  const start = performance.now()
  for (;;) {
    const answer = await api.post('/predict', request, signal)
    const elapsed = performance.now() - start
    if (answer.statusCode === 200) return elapsed
    const hopeless = answer.statusCode !== 404 && answer.statusCode < 500
    if (hopeless || elapsed > timeoutMs) {
      throw new CommandError(
        'MODEL_NOT_INGESTED',
        `The model ${request.model} was not there ${(elapsed / 1000).toFixed(0)} s after it was put into the bucket: ` +
          `/predict answers ${answer.statusCode} ${JSON.stringify(answer.body)}.`,
        { nextStep: 'Look at the Producer’s log group for the event, and at the bucket’s notification configuration.' },
      )
    }
    await sleep(pollMs, undefined, { signal })
  }
}
