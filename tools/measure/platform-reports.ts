import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import { poll } from '../command/poll.ts'
import type { Invocation } from './invocation.ts'

export interface PlatformReport {
  readonly requestId: string
  readonly logStreamName: string
  readonly durationMs: number
  readonly billedDurationMs: number
  readonly initDurationMs?: number
  readonly maxMemoryUsedMiB: number
}

/**
 * Reads Lambda's own reports of these requests, the platform.report records in the function's log group. Logs
 * arrive late on AWS, so this asks again until all records are there or the patience (two minutes) is over. Records
 * that are missing then stay missing.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export async function readPlatformReports(
  client: CloudWatchLogsClient,
  logGroupName: string,
  requestIds: readonly string[],
  options: { since: Date; patienceMs?: number; signal?: AbortSignal },
): Promise<ReadonlyMap<string, PlatformReport>> {
  const { patienceMs = 120_000, signal } = options
  let reports: ReadonlyMap<string, PlatformReport> = new Map()
  const complete = async () => {
    reports = await currentReports(client, logGroupName, options)
    return requestIds.every(id => reports.has(id)) || undefined
  }
  await poll(complete, { patienceMs, signal })
  return reports
}

async function currentReports(
  client: CloudWatchLogsClient,
  logGroupName: string,
  { since }: { since: Date },
): Promise<Map<string, PlatformReport>> {
  const reports = new Map<string, PlatformReport>()
  const pages = paginateFilterLogEvents(
    { client },
    { logGroupName, filterPattern: '{ $.type = "platform.report" }', startTime: since.getTime() },
  )
  for await (const { events = [] } of pages) {
    for (const { message, logStreamName } of events) {
      const { record } = JSON.parse(message!)
      const { durationMs, billedDurationMs, initDurationMs, maxMemoryUsedMB } = record.metrics
      reports.set(record.requestId, {
        requestId: record.requestId,
        logStreamName: logStreamName!,
        durationMs,
        billedDurationMs,
        ...(initDurationMs !== undefined && { initDurationMs }),
        // Lambda writes MB and counts in units of 1,048,576 bytes.
        maxMemoryUsedMiB: maxMemoryUsedMB,
      })
    }
  }
  return reports
}

/** Adds Lambda's report to the row, and sets apart a call whose environment Lambda had made before. */
export function withReport(invocation: Invocation, reports: ReadonlyMap<string, PlatformReport>): Invocation {
  return apart(addReport(invocation, reports))
}

/** Adds Lambda's report to the row. If Lambda answered the call but did not report it, the row says so. */
export function addReport<Call extends Pick<Invocation, 'requestId'>>(
  call: Call,
  reports: ReadonlyMap<string, PlatformReport>,
): Call {
  if (call.requestId === undefined) return call
  const report = reports.get(call.requestId)
  if (!report) return { ...call, incompleteBecause: 'no platform.report of it came in time' }
  const { requestId: _same, ...measured } = report
  return { ...call, ...measured }
}

/**
 * Lambda makes some environments ahead of time ("occasionally pre-initializes execution environments",
 * docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). Their first call reports an init phase that was
 * over before the call came. It is neither cold nor warm, so it does not count; a call at once with others counts, because
 * there each call does.
 *
 * Two clocks are compared, but only their durations. A call that waited for its init phase lasts at least as long as both
 * phases together.
 */
function apart(invocation: Invocation): Invocation {
  const { phase, clientMs, initDurationMs, durationMs = 0 } = invocation
  if (initDurationMs === undefined || clientMs >= initDurationMs + durationMs) return invocation
  const row = { ...invocation, preInitialized: true }
  if (phase === 'parallel') return row
  return {
    ...row,
    kept: false,
    discardedBecause: invocation.discardedBecause ?? 'Lambda had made the environment before',
  }
}
