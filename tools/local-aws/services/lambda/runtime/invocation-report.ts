import { createHash } from 'node:crypto'
import type { Account } from '../operation.ts'
import { exitSentence } from './exit-reason.ts'
import type { FunctionLog } from './function-log.ts'
import { type Ended, errorTypeOf, statusOf } from './outcome.ts'

// The records: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html. The lines of text format:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html

/** Logs the first record of an execution environment. */
export function reportInitStart(log: FunctionLog, account: Account, functionName: string): void {
  const version = `nodejs:${process.versions.node}`
  // On AWS this is the hash of the runtime's version. Here the version is that of the Node.js that runs it.
  const hash = createHash('sha256').update(version).digest('hex')
  const arn = `arn:${account.partition}:lambda:${account.region}::runtime:${hash}`
  log.platform(
    'platform.initStart',
    {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: version,
      runtimeVersionArn: arn,
      functionName,
      functionVersion: '$LATEST',
    },
    { text: `INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${arn}`, level: 'INFO', inTail: false },
  )
}

/** Logs a failed init phase: at its own time, or when it is repeated at the invocation. */
export function reportFailedInit(log: FunctionLog, phase: 'init' | 'invoke', ended: Ended, durationMs: number): void {
  const [status, errorType] = [statusOf(ended), errorTypeOf(ended)]
  const initializationType = 'on-demand'
  log.platform(
    'platform.initReport',
    { initializationType, phase, status, ...(errorType && { errorType }), metrics: { durationMs: round(durationMs) } },
    {
      text: `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}${statusText(ended)}`,
      level: 'WARN',
      inTail: true,
    },
  )
}

export function reportStart(log: FunctionLog, requestId: string): void {
  log.platform(
    'platform.start',
    { requestId, version: '$LATEST' },
    { text: `START RequestId: ${requestId} Version: $LATEST`, level: 'INFO', inTail: true },
  )
}

export interface Measured {
  readonly durationMs: number
  /** Set only for the first invocation, so these can be counted as cold starts. */
  readonly initDurationMs: number | undefined
  readonly memorySizeMB: number
  readonly maxMemoryUsedMB: number
  readonly timeoutSeconds: number
  readonly now: Date
}

export function reportEnd(log: FunctionLog, requestId: string, ended: Ended, measured: Measured): void {
  const { memorySizeMB, maxMemoryUsedMB, timeoutSeconds, now } = measured
  const durationMs = round(measured.durationMs)
  const initDurationMs = measured.initDurationMs === undefined ? undefined : round(measured.initDurationMs)
  const billedDurationMs = Math.ceil(durationMs + (initDurationMs ?? 0))
  const [status, errorType] = [statusOf(ended), errorTypeOf(ended)]
  const failed = { ...(errorType && { errorType }) }
  const metrics = {
    ...(initDurationMs !== undefined && { initDurationMs }),
    durationMs,
    billedDurationMs,
    memorySizeMB,
    maxMemoryUsedMB,
  }
  const why = {
    ...(ended.kind === 'timedOut' && { text: `${now.toISOString()} ${requestId} ${timeoutSentence(timeoutSeconds)}` }),
    ...(ended.kind === 'exited' && {
      text: `RequestId: ${requestId} Error: ${exitSentence(ended.exit)}\nRuntime.ExitError`,
    }),
  }
  if (why.text) log.text(why.text)
  const good = status === 'success'
  log.platform(
    'platform.runtimeDone',
    { requestId, status, ...failed, metrics: { durationMs } },
    { text: `END RequestId: ${requestId}`, level: good ? 'DEBUG' : 'WARN', inTail: true },
  )
  const init = initDurationMs === undefined ? '' : `\tInit Duration: ${initDurationMs.toFixed(2)} ms`
  const ending = ended.kind === 'failed' ? '' : statusText(ended)
  const text = `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedDurationMs} ms\tMemory Size: ${memorySizeMB} MB\tMax Memory Used: ${maxMemoryUsedMB} MB${init}${ending}`
  log.platform(
    'platform.report',
    { requestId, status, ...failed, metrics },
    { text, level: good ? 'INFO' : 'WARN', inTail: true },
  )
}

export function timeoutSentence(seconds: number): string {
  return `Task timed out after ${seconds.toFixed(2)} seconds`
}

function statusText(ended: Ended): string {
  if (ended.kind === 'answered') return ''
  const errorType = errorTypeOf(ended)
  return `\tStatus: ${statusOf(ended)}${errorType ? `\tError Type: ${errorType}` : ''}`
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
