import type { ApiAnswer, ApiClient } from '../exercise/api-client.ts'
import type { Invocation } from './invocation.ts'

export interface PredictRequest {
  readonly fileId: string
  readonly model: string
}

/**
 * Makes one measured call. The calling phase and the answer decide whether it counts. A call without an answer is also
 * a row, with the reason, and does not end the measurement.
 */
export async function predictOnce(
  api: ApiClient,
  request: PredictRequest,
  phase: Invocation['phase'],
  index: number,
  signal?: AbortSignal,
): Promise<Invocation> {
  const startedAt = new Date()
  const start = performance.now()
  try {
    return rowOf(await api.post('/predict', request, signal), phase, index)
  } catch (error) {
    signal?.throwIfAborted()
    return {
      phase,
      index,
      startedAt: startedAt.toISOString(),
      statusCode: null,
      clientMs: Math.round((performance.now() - start) * 1000) / 1000,
      kept: false,
      discardedBecause: error instanceof Error ? error.message : String(error),
    }
  }
}

function rowOf(answer: ApiAnswer, phase: Invocation['phase'], index: number): Invocation {
  const { statusCode, body, clientMs, reusedConnection, requestId, startedAt } = answer
  const isObject = typeof body === 'object' && body !== null
  const succeeded = statusCode === 200 && isObject
  const reason = isObject ? (body.error ?? '') : 'with a body that is not JSON'
  return {
    phase,
    index,
    startedAt: startedAt.toISOString(),
    statusCode,
    ...(requestId && { requestId }),
    clientMs,
    reusedConnection,
    ...(succeeded && {
      coldStart: body.coldStart,
      stages: body.stages,
      inputSha256: body.inputSha256,
      modelSha256: body.modelSha256,
    }),
    kept: succeeded,
    ...(!succeeded && { discardedBecause: `status ${statusCode} ${reason}`.trim() }),
  }
}

export function discard(invocation: Invocation, reason: string): Invocation {
  return { ...invocation, kept: false, discardedBecause: invocation.discardedBecause ?? reason }
}
