import { stringify } from 'csv-stringify/sync'
import type { Invocation } from '../../measure/invocation.ts'
import type { Summary } from '../../measure/summary.ts'
import type { BundleFile } from '../bundle.ts'
import type { Report } from '../report.ts'
import { placeOf } from '../run-place.ts'
import { latencyRows } from './latency-rows.ts'
import { shownQuantile } from './shown-quantile.ts'

/** Numbers as they were measured, unrounded. Each row names its place, so that files can be joined. */
export function csvTables(report: Report, invocations: readonly Invocation[]): BundleFile[] {
  const run = { runId: report.runId, target: report.target, place: placeOf(report) }
  const latency = latencyRows(report).map(({ name: _words, summary, ...row }) => ({
    ...run,
    ...row,
    ...Object.fromEntries(statistics.map(([name, of]) => [`${name}Ms`, summary && of(summary)])),
  }))
  return [
    { path: 'tables/latency.csv', content: csv(latency, latency[0] ? Object.keys(latency[0]) : []) },
    {
      path: 'tables/invocations.csv',
      content: csv(
        invocations.map(call => ({ ...run, ...flat(call) })),
        columns(invocations),
      ),
    },
  ]
}

/** The cell of a quantile with too few samples is empty. */
const statistics: readonly [name: string, of: (summary: Summary) => number | null][] = [
  ['min', ({ min }) => min],
  ['p50', ({ p50 }) => p50],
  ['p90', summary => shownQuantile(summary, 'p90')],
  ['p95', summary => shownQuantile(summary, 'p95')],
  ['p99', summary => shownQuantile(summary, 'p99')],
  ['max', ({ max }) => max],
  ['mean', ({ mean }) => mean],
  ['stddev', ({ stddev }) => stddev],
  ['p50CiLow', ({ ci95 }) => ci95[0]],
  ['p50CiHigh', ({ ci95 }) => ci95[1]],
]

const fields = [
  'phase',
  'index',
  'startedAt',
  'statusCode',
  'requestId',
  'coldStart',
  'clientMs',
  'reusedConnection',
  'durationMs',
  'billedDurationMs',
  'initDurationMs',
  'maxMemoryUsedMiB',
  'logStreamName',
  'inputSha256',
  'modelSha256',
  'kept',
  'discardedBecause',
  'incompleteBecause',
] as const satisfies readonly (keyof Invocation)[]

/** The columns are the same in every run except the Consumer's stages. */
function columns(invocations: readonly Invocation[]): string[] {
  const stages = new Set(invocations.flatMap(({ stages }) => Object.keys(stages ?? {})))
  return ['runId', 'target', 'place', ...fields, ...[...stages].map(stage => `stage.${stage}`)]
}

function flat({ stages, ...call }: Invocation): Record<string, unknown> {
  const named = Object.entries(stages ?? {}).map(([name, ms]) => [`stage.${name}`, ms])
  return { ...call, ...Object.fromEntries(named) }
}

function csv(rows: readonly object[], columns: readonly string[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    cast: { boolean: String },
    // A spreadsheet takes a cell that begins with = + - or @ for a formula. The text of an error could begin so.
    escape_formulas: true,
  })
}
