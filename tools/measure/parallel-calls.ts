import type { ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'
import { type PredictRequest, predictOnce } from './predict-once.ts'

export interface ParallelCalls {
  readonly invocations: readonly Invocation[]
  /** From before the first request is written until the last answer is read. */
  readonly wallMs: number
}

/** All calls at once, each on its own connection, all of the same model. Every call counts, cold or warm. */
export async function measureParallelCalls(
  api: ApiClient,
  request: PredictRequest,
  options: { concurrency: number; signal?: AbortSignal },
): Promise<ParallelCalls> {
  const start = performance.now()
  const invocations = await Promise.all(
    Array.from({ length: options.concurrency }, (_, index) =>
      predictOnce(api, request, 'parallel', index, options.signal),
    ),
  )
  return { invocations, wallMs: performance.now() - start }
}
