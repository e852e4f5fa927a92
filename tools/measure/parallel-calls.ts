import type { ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'
import { openConnections } from './open-connections.ts'
import { type PredictRequest, predictOnce } from './predict-once.ts'

export interface ParallelCalls {
  readonly invocations: readonly Invocation[]
  /** From before the first request is written until the last answer is read. */
  readonly wallMs: number
}

/**
 * Makes all calls at once, each on its own connection, all with the same model. Every call counts, cold or warm. The
 * connections are opened before the clock starts, because their set-up is not measured.
 */
export async function measureParallelCalls(
  api: ApiClient,
  request: PredictRequest,
  options: { concurrency: number; signal?: AbortSignal },
): Promise<ParallelCalls> {
  await openConnections(api, options.concurrency, options.signal)
  const start = performance.now()
  const invocations = await Promise.all(
    Array.from({ length: options.concurrency }, (_, index) =>
      predictOnce(api, request, 'parallel', index, options.signal),
    ),
  )
  return { invocations, wallMs: performance.now() - start }
}
