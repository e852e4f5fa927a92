import type { ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'

export interface PredictRequest {
  readonly fileId: string
  readonly model: string
}

/** One measured call. Whether it counts is decided by the phase that asks, and by its answer. */
export async function predictOnce(
  api: ApiClient,
  request: PredictRequest,
  phase: Invocation['phase'],
  index: number,
  signal?: AbortSignal,
): Promise<Invocation> {
  const { statusCode, body, clientMs, requestId, startedAt } = await api.post('/predict', request, signal)
  const succeeded = statusCode === 200
  return {
    phase,
    index,
    startedAt: startedAt.toISOString(),
    statusCode,
    ...(requestId && { requestId }),
    clientMs,
    ...(succeeded && {
      coldStart: body.coldStart,
      stages: body.stages,
      inputSha256: body.inputSha256,
      modelSha256: body.modelSha256,
    }),
    kept: succeeded,
    ...(!succeeded && { discardedBecause: `status ${statusCode} ${body?.error ?? ''}`.trim() }),
  }
}

export function discard(invocation: Invocation, reason: string): Invocation {
  return { ...invocation, kept: false, discardedBecause: invocation.discardedBecause ?? reason }
}
