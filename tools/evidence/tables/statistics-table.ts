import type { RunStatistics } from '../../measure/run-statistics.ts'
import { latencyRows } from './latency-rows.ts'

const head = ['/predict, milliseconds', 'n', 'discarded', 'p50', '95 % of p50', 'p95', 'p99', 'max']

/** The statistics of a run as lines for a terminal, without a bundle. */
export function statisticsTable(statistics: RunStatistics): string {
  const rows = latencyRows(statistics).map(({ name, samples, discarded, summary }) => [
    name,
    String(samples),
    String(discarded),
    ...(summary
      ? [
          summary.p50.toFixed(1),
          summary.ci95.map(bound => bound.toFixed(1)).join(' – '),
          ...[summary.p95, summary.p99, summary.max].map(value => value.toFixed(1)),
        ]
      : Array<string>(5).fill('none')),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]!.length)))
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')
  const { succeeded, concurrency, environments, modelSha256 } = statistics.parallel
  const hashes = `${modelSha256.length} model hash${modelSha256.length === 1 ? '' : 'es'}`
  const parallel = `At once: ${succeeded} of ${concurrency} succeeded in ${environments} environments, ${hashes}`
  return [line(head), ...rows.map(line), '', parallel].join('\n')
}
