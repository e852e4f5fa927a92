import { randomBytes, randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Account } from '../../../account.ts'
import { AwsError } from '../../../aws-error.ts'
import type { LambdaFunction } from '../function-model.ts'
import type { InvocationResult } from '../invocation.ts'
import type { EnvironmentPool } from './environment-pool.ts'
import { type ExecutionEnvironment, initTimeoutMs, type Outcome } from './execution-environment.ts'

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
  payload: Uint8Array,
  released: () => void,
): Promise<InvocationResult> {
  const requestId = randomUUID()
  const { timeout, memorySize } = lambdaFunction.settings
  const { environment, cold } = await pool.take(lambdaFunction).catch(error => {
    released()
    throw error
  })
  const initFailure = cold ? await startWithin(environment) : undefined
  const start = performance.now()
  const { log } = environment
  log.platform('platform.start', { requestId, version: '$LATEST' }, `START RequestId: ${requestId} Version: $LATEST`)
  const event = {
    requestId,
    payload,
    deadlineMs: Date.now() + timeout * 1000,
    invokedFunctionArn: lambdaFunction.functionArn,
    traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')};Sampled=0`,
  }
  const { ended, idle } = initFailure
    ? { ended: initFailure, idle: Promise.resolve() }
    : await runWithin(environment, event, timeout * 1000)
  const durationMs = performance.now() - start

  const finish = async () => {
    const usable = (ended.kind === 'answered' || ended.kind === 'failed') && environment.alive
    // The runtime asks for its next event when it has written its last line; a turn of the loop reads that line.
    if (usable) await idle
    await nextTurn()
    const maxMemoryUsedMB = await environment.peakMemoryMB()
    report(environment, requestId, ended, { durationMs, memorySizeMB: memorySize, maxMemoryUsedMB, cold })
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

async function startWithin(environment: ExecutionEnvironment): Promise<Ended | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Ended>(resolve => {
    timer = setTimeout(resolve, initTimeoutMs, { kind: 'timedOut' })
  })
  try {
    return await Promise.race([environment.start(), late])
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
  if (ended.kind === 'exited') {
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
  timedOut: 'timeout',
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
