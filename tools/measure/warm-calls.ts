import type { ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'
import { discard, type PredictRequest, predictOnce } from './predict-once.ts'

/** Calls that warm the environment and the connection. They do not count. */
const warmUps = 3

/**
 * Makes warm calls, one after another. A call that started a new environment does not count and is kept as discarded.
 */
export async function measureWarmCalls(
  api: ApiClient,
  request: PredictRequest,
  options: { samples: number; status: (text: string) => void; signal?: AbortSignal },
): Promise<Invocation[]> {
  const { samples, status, signal } = options
  const invocations: Invocation[] = []
  for (let index = 0; index < warmUps + samples; index += 1) {
    signal?.throwIfAborted()
    status(`warm call ${index + 1} of ${warmUps + samples}`)
    const invocation = await predictOnce(api, request, 'warm', index, signal)
    if (index < warmUps) invocations.push(discard(invocation, 'warm-up'))
    else invocations.push(invocation.coldStart ? discard(invocation, 'the environment was cold') : invocation)
  }
  return invocations
}
