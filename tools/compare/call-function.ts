import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { Row } from './row.ts'

/** The part of a row that comes from one call. */
export type Call = Omit<
  Row,
  'deployment' | 'round' | 'order' | 'store' | 'sizeMib' | 'memoryMb' | 'phase' | 'concurrency' | 'index'
>

/** The request to a function, and the properties of a right answer. */
export interface Question {
  readonly functionName: string
  readonly fileId: string
  readonly model: string
  /** The hash of the model from which a right answer comes. */
  readonly modelSha256: string
}

/**
 * Calls a function of the comparison directly, with the event that API Gateway would send, so its limit of 29 s does
 * not apply. A call without an answer is a row too, with the reason, and does not end the measurement.
 */
export async function callFunction(lambda: LambdaClient, question: Question, signal?: AbortSignal): Promise<Call> {
  const { functionName: FunctionName, fileId, model } = question
  const body = JSON.stringify({ fileId, model })
  const event = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false, body }
  const startedAt = new Date().toISOString()
  const start = performance.now()
  const clientMs = () => Math.round((performance.now() - start) * 1000) / 1000
  try {
    const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) })
    const answer = await lambda.send(command)
    const known = { startedAt, clientMs: clientMs(), requestId: answer.$metadata.requestId ?? '' }
    const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString() || '{}') as Record<string, unknown>
    if (answer.FunctionError) {
      return {
        ...known,
        statusCode: null,
        kept: false,
        discardedBecause: `function error: ${String(payload.errorMessage)}`,
      }
    }
    return rowOf(known, Number(payload.statusCode), JSON.parse(String(payload.body)), question)
  } catch (error) {
    signal?.throwIfAborted()
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return { startedAt, clientMs: clientMs(), statusCode: null, kept: false, discardedBecause: reason }
  }
}

type Answer = Partial<Pick<Row, 'coldStart' | 'stages' | 'inputSha256' | 'modelSha256'>> & { error?: string }

function rowOf(
  known: Pick<Call, 'startedAt' | 'clientMs'> & { requestId: string },
  statusCode: number,
  { coldStart, stages, inputSha256, modelSha256, error }: Answer,
  question: Question,
): Call {
  if (statusCode !== 200) {
    return { ...known, statusCode, kept: false, discardedBecause: `status ${statusCode} ${error ?? ''}`.trim() }
  }
  const isRight = modelSha256 === question.modelSha256
  return {
    ...known,
    statusCode,
    ...(coldStart !== undefined && { coldStart }),
    ...(stages && { stages }),
    ...(inputSha256 && { inputSha256 }),
    ...(modelSha256 && { modelSha256 }),
    kept: isRight,
    ...(!isRight && { discardedBecause: 'the answer was made with another model' }),
  }
}
