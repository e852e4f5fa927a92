import type { Invocation, Metric } from '../../measure/invocation.ts'
import type { Summary } from '../../measure/summary.ts'
import type { Report } from '../report.ts'
import { quantileNote } from './shown-quantile.ts'

/** One metric of one phase. Times are in milliseconds. */
export interface LatencyRow {
  readonly phase: Invocation['phase']
  readonly metric: Metric
  readonly name: string
  /** Calls that count and have the metric. Lambda's report of a call can be missing. */
  readonly samples: number
  /** All other calls of the phase. */
  readonly discarded: number
  /** null without samples. */
  readonly summary: Summary | null
}

export function latencyRows({
  coldStart,
  warm,
  parallel,
}: Pick<Report, 'coldStart' | 'warm' | 'parallel'>): LatencyRow[] {
  const made = {
    cold: coldStart.samples + coldStart.discarded,
    warm: warm.samples + warm.discarded,
    parallel: parallel.concurrency,
  }
  const row = (phase: LatencyRow['phase'], metric: LatencyRow['metric'], name: string, summary: Summary | null) => {
    const samples = summary?.samples ?? 0
    return { phase, metric, name, samples, discarded: made[phase] - samples, summary }
  }
  return [
    row('cold', 'clientMs', 'cold, client', coldStart.clientMs),
    row('cold', 'initDurationMs', 'cold, init', coldStart.initDurationMs),
    row('warm', 'clientMs', 'warm, client', warm.clientMs),
    row('warm', 'durationMs', 'warm, function', warm.durationMs),
    row('parallel', 'clientMs', `${parallel.concurrency} at once, client`, parallel.clientMs),
  ]
}

/** Defines each name in a latency table: definition, clock, unit. */
export function latencyNotes(report: Report): string[] {
  return [
    `client: milliseconds on the client's monotonic clock, from before the request is written until the last byte of ` +
      `the answer is read; the connection is open before. init, function: milliseconds on Lambda's clock, initDurationMs and durationMs of platform.report.`,
    `n: calls that count; disc.: calls that were made and do not count (warm-ups, the wrong kind of start, failures, ` +
      `no report by Lambda); each with its reason in invocations.ndjson. ${quantileNote} 95 % CI: bootstrap ` +
      `percentile interval of p50, 2000 resamples, seed ${report.provenance.seed}. sd: sample standard deviation.`,
  ]
}
