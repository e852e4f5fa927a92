import type { Figures } from '../../measure/figures.ts'
import { latencyRows } from './latency-rows.ts'

const head = ['/predict, milliseconds', 'n', 'discarded', 'p50', '95 % of p50', 'p95', 'p99', 'max']

/** The figures of a measurement as lines for a terminal, without a bundle. */
export function figuresTable(figures: Figures): string {
  const rows = latencyRows(figures).map(({ name, samples, discarded, summary }) => [
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
  const { succeeded, concurrency, environments, modelSha256 } = figures.parallel
  const hashes = `${modelSha256.length} model hash${modelSha256.length === 1 ? '' : 'es'}`
  const parallel = `At once: ${succeeded} of ${concurrency} succeeded in ${environments} environments, ${hashes}`
  return [line(head), ...rows.map(line), '', parallel].join('\n')
}
