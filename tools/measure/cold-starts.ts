import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { ApiClient } from '../exercise/api-client.ts'
import { FreshEnvironments } from './fresh-environments.ts'
import type { Invocation } from './invocation.ts'
import { openConnections } from './open-connections.ts'
import { discard, type PredictRequest, predictOnce } from './predict-once.ts'

/**
 * Measures cold starts, one after another. A changed environment variable forces each one, because it retires every
 * environment of the function. A call that still met a warm environment does not count and is kept as discarded. An
 * unmeasured call precedes the first. The connection of each call is opened beforehand, because an update takes longer
 * than an idle connection lives, and connecting is no part of a cold start.
 */
export async function measureColdStarts(
  lambda: LambdaClient,
  api: ApiClient,
  functionName: string,
  request: PredictRequest,
  options: { samples: number; status: (text: string) => void; signal?: AbortSignal },
): Promise<Invocation[]> {
  const { samples, status, signal } = options
  const invocations: Invocation[] = []
  const fresh = new FreshEnvironments(lambda)
  await predictOnce(api, request, 'cold', 0, signal)
  try {
    for (let index = 0; index < samples; index += 1) {
      signal?.throwIfAborted()
      status(`cold start ${index + 1} of ${samples}`)
      await fresh.retire(functionName)
      await openConnections(api, 1, signal)
      const invocation = await predictOnce(api, request, 'cold', index, signal)
      invocations.push(invocation.coldStart ? invocation : discard(invocation, 'the environment was warm'))
    }
  } finally {
    await fresh.restore()
  }
  return invocations
}
