import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AwsError } from '../../../aws-error.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { InvocationResult } from '../invocation.ts'
import type { Account } from '../operation.ts'
import type { EnvironmentPool } from './environment-pool.ts'
import type { ExecutionEnvironment, Outcome } from './execution-environment.ts'

// "Response payload 6 MB": https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxResponseBytes = 6_291_556

type Ended = Outcome | { readonly kind: 'timedOut' }

/**
 * One event from environment to answer. The environment goes back to the pool, or is discarded after a crash or a
 * time-out; its report follows when it asks for the next event.
 */
export async function runInvocation(
  account: Account,
  pool: EnvironmentPool,
  lambdaFunction: LambdaFunction,
  { payload, requestId }: { readonly payload: Uint8Array; readonly requestId: string },
  released: () => void,
): Promise<InvocationResult> {
  const { timeout, memorySize } = lambdaFunction.settings
  const { environment, cold } = await pool.take(lambdaFunction).catch(error => {
    released()
    throw error
  })
  const { log } = environment
  let initFailure = cold ? await within(environment.start(), account.lambda.initTimeoutMs) : undefined
  if (initFailure?.kind === 'timedOut') reportLateInit(environment, account.lambda.initTimeoutMs)
  const start = performance.now()
  const leftMs = () => start + timeout * 1000 - performance.now()
  log.platform('platform.start', { requestId, version: '$LATEST' }, `START RequestId: ${requestId} Version: $LATEST`)
  // "If all three tasks do not complete within 10 seconds, Lambda retries the Init phase at the time of the first
  // function invocation with the configured function timeout."
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
  const repeated = initFailure?.kind === 'timedOut'
  if (repeated) initFailure = await within(environment.restart(), leftMs())
  if (initFailure?.kind === 'unbuilt') {
    account.settings.diagnose(`a sandbox for ${lambdaFunction.functionName} could not be built: ${initFailure.exit}`)
    await pool.discard(environment)
    released()
    throw new AwsError('ServiceException', 'The AWS Lambda service encountered an internal error.', 500)
  }
  const event = {
    requestId,
    payload,
    deadlineMs: Math.round(Date.now() + leftMs()),
    invokedFunctionArn: lambdaFunction.functionArn,
    traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
  }
  const { ended, idle } = initFailure
    ? { ended: initFailure, idle: Promise.resolve() }
    : await runWithin(environment, event, leftMs())
  const durationMs = performance.now() - start

  const finish = async () => {
    const usable = (ended.kind === 'answered' || ended.kind === 'failed') && environment.alive
    // The runtime asks for its next event when it has written its last line; a turn of the loop reads that line.
    if (usable) await idle
    await nextTurn()
    const maxMemoryUsedMB = environment.peakMemoryMB()
    report(environment, requestId, ended, {
      durationMs,
      memorySizeMB: memorySize,
      maxMemoryUsedMB,
      cold: cold && !repeated,
    })
    if (usable && environment.alive) pool.release(lambdaFunction, environment)
    else await pool.discard(environment)
    released()
  }
  // The answer waits for the report, so that a caller who asks for the tail of the log gets it complete.
  await finish()
  return {
    ...resultOf(account, ended, requestId, timeout),
    requestId,
    executedVersion: '$LATEST',
    statusCode: 200,
    logTail: environment.log.takeTail(),
  }
}

async function within(starting: Promise<Outcome | undefined>, milliseconds: number): Promise<Ended | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Ended>(resolve => {
    timer = setTimeout(resolve, milliseconds, { kind: 'timedOut' })
  })
  try {
    return await Promise.race([starting, late])
  } finally {
    clearTimeout(timer)
  }
}

async function runWithin(
  environment: ExecutionEnvironment,
  event: Parameters<ExecutionEnvironment['run']>[0],
  milliseconds: number,
): Promise<{ ended: Ended; idle: Promise<void> }> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<{ ended: Ended; idle: Promise<void> }>(resolve => {
    timer = setTimeout(resolve, milliseconds, { ended: { kind: 'timedOut' }, idle: Promise.resolve() })
  })
  try {
    return await Promise.race([environment.run(event).then(({ outcome, idle }) => ({ ended: outcome, idle })), late])
  } finally {
    clearTimeout(timer)
  }
}

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
  if (ended.kind === 'timedOut') return failed('Sandbox.Timedout', `Task timed out after ${timeout.toFixed(2)} seconds`)
  if ('exit' in ended) {
    account.settings.diagnose(`an execution environment ended: ${ended.exit}`)
    return failed('Runtime.ExitError', `Runtime exited with error: ${ended.exit}`)
  }
  if (ended.kind !== 'answered') return { functionError: 'Unhandled', payload: ended.payload }
  if (ended.payload.length > maxResponseBytes) {
    const message = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`
    return {
      functionError: 'Unhandled',
      payload: Buffer.from(JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage: message })),
    }
  }
  return { payload: ended.payload }
}

const statuses: Readonly<Record<Ended['kind'], string>> = {
  answered: 'success',
  failed: 'error',
  initFailed: 'error',
  exited: 'failure',
  unbuilt: 'failure',
  timedOut: 'timeout',
}

function reportLateInit({ log }: ExecutionEnvironment, durationMs: number): void {
  log.platform(
    'platform.initReport',
    { initializationType: 'on-demand', phase: 'init', status: 'timeout', metrics: { durationMs } },
    `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`,
  )
}

/** The init duration belongs to the first report only: whoever counts cold starts counts these. */
function report(
  environment: ExecutionEnvironment,
  requestId: string,
  ended: Ended,
  measured: { durationMs: number; memorySizeMB: number; maxMemoryUsedMB: number; cold: boolean },
): void {
  const { memorySizeMB, maxMemoryUsedMB, cold } = measured
  const durationMs = round(measured.durationMs)
  const initDurationMs =
    cold && environment.initDurationMs !== undefined ? round(environment.initDurationMs) : undefined
  const billedDurationMs = Math.ceil(durationMs + (initDurationMs ?? 0))
  const metrics = {
    ...(initDurationMs !== undefined && { initDurationMs }),
    durationMs,
    billedDurationMs,
    memorySizeMB,
    maxMemoryUsedMB,
  }
  const init = initDurationMs === undefined ? '' : `\tInit Duration: ${initDurationMs} ms`
  const text = `REPORT RequestId: ${requestId}\tDuration: ${durationMs} ms\tBilled Duration: ${billedDurationMs} ms\tMemory Size: ${memorySizeMB} MB\tMax Memory Used: ${maxMemoryUsedMB} MB${init}`
  environment.log.platform(
    'platform.runtimeDone',
    { requestId, status: statuses[ended.kind] },
    `END RequestId: ${requestId}`,
  )
  environment.log.platform('platform.report', { requestId, status: statuses[ended.kind], metrics }, text)
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}

export function tooManyRequests(
  reason: 'ConcurrentInvocationLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded',
): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason })
}
