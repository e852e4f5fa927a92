import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { orLate } from '../../../../command/or-late.ts'
import { AwsError } from '../../../aws-error.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { InvocationResult } from '../invocation.ts'
import type { Account } from '../operation.ts'
import type { EnvironmentPool } from './environment-pool.ts'
import { exitSentence } from './exit-reason.ts'
import { reportEnd, reportFailedInit, reportStart, timeoutSentence } from './invocation-report.ts'
import type { Ended } from './outcome.ts'
import { maxResponseBytes } from './response-size.ts'

export interface InvokedEvent {
  readonly payload: Uint8Array
  readonly requestId: string
  /** JSON */
  readonly clientContext?: string | undefined
}

/**
 * Runs one event, from environment to answer. The environment returns to the pool, or is discarded after a crash or a
 * time-out. Its report follows when it asks for the next event.
 */
export async function runInvocation(
  account: Account,
  pool: EnvironmentPool,
  lambdaFunction: LambdaFunction,
  { payload, requestId, clientContext }: InvokedEvent,
  released: () => void,
): Promise<InvocationResult> {
  const { timeout, memorySize } = lambdaFunction.settings
  const { environment, cold } = await pool.take(lambdaFunction).catch(error => {
    released()
    throw error
  })
  const { log } = environment
  const taken = performance.now()
  let initFailure = cold ? await orLate(environment.start(), account.lambda.initTimeoutMs, timedOut) : undefined
  // "If all three tasks do not complete within 10 seconds, Lambda retries the Init phase at the time of the first
  // function invocation with the configured function timeout." It does so after any failure of the phase.
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
  const repeated = initFailure !== undefined && initFailure.kind !== 'unbuilt'
  if (repeated) reportFailedInit(log, 'init', initFailure!, performance.now() - taken)
  const start = performance.now()
  const leftMs = () => start + timeout * 1000 - performance.now()
  if (repeated) initFailure = await orLate(environment.restart(), leftMs(), timedOut)
  if (initFailure?.kind === 'unbuilt') {
    account.settings.diagnose(`a sandbox for ${lambdaFunction.functionName} could not be built: ${initFailure.exit}`)
    await pool.discard(environment)
    released()
    throw new AwsError('ServiceException', 'The AWS Lambda service encountered an internal error.', 500)
  }
  if (repeated && initFailure) reportFailedInit(log, 'invoke', initFailure, performance.now() - start)
  reportStart(log, requestId)
  const event = {
    requestId,
    payload,
    clientContext,
    deadlineMs: Math.round(Date.now() + leftMs()),
    invokedFunctionArn: lambdaFunction.functionArn,
    traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
  }
  const { outcome: ended, idle } = initFailure
    ? { outcome: initFailure, idle: Promise.resolve() }
    : await orLate(environment.run(event), leftMs(), { outcome: timedOut, idle: Promise.resolve() })
  const durationMs = performance.now() - start

  const finish = async () => {
    // If an environment ends after its answer, only its next event detects that.
    const usable = ['answered', 'failed', 'tooLarge'].includes(ended.kind)
    // The runtime asks for its next event after it has written its last line; one turn of the event loop reads that
    // line.
    if (usable) await idle
    await nextTurn()
    const maxMemoryUsedMB = environment.peakMemoryMB()
    reportEnd(log, requestId, ended, {
      durationMs,
      initDurationMs: cold && !repeated ? environment.initDurationMs : undefined,
      memorySizeMB: memorySize,
      maxMemoryUsedMB,
      timeoutSeconds: timeout,
      now: account.now(),
    })
    if (usable && !environment.stopped) pool.release(lambdaFunction, environment)
    else await pool.discard(environment)
    released()
  }
  // The answer waits for the report, so that the tail of the log is complete.
  await finish()
  return {
    ...resultOf(account, ended, requestId, timeout),
    requestId,
    executedVersion: '$LATEST',
    statusCode: 200,
    logTail: environment.log.takeTail(),
  }
}

const timedOut: Ended = { kind: 'timedOut' }

function resultOf(
  account: Account,
  ended: Ended,
  requestId: string,
  timeout: number,
): Pick<InvocationResult, 'payload' | 'functionError'> {
  const failed = (errorType: string, message: string) => ({
    functionError: 'Unhandled' as const,
    payload: Buffer.from(JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${message}` })),
  })
  if (ended.kind === 'timedOut') return failed('Sandbox.Timedout', timeoutSentence(timeout))
  if (ended.kind === 'exited' || ended.kind === 'unbuilt') {
    account.settings.diagnose(`an execution environment ended: ${ended.exit ?? 'exit status 0'}`)
    return failed('Runtime.ExitError', exitSentence(ended.exit))
  }
  if (ended.kind === 'tooLarge') {
    const message = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`
    return {
      functionError: 'Unhandled',
      payload: Buffer.from(JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage: message })),
    }
  }
  return { payload: ended.payload, ...(ended.kind !== 'answered' && { functionError: 'Unhandled' }) }
}

export function tooManyRequests(
  reason: 'ConcurrentInvocationLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded',
): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason })
}
