import { stringify } from 'csv-stringify/sync'
import { latexTable } from '../evidence/tables/latex.ts'
import { interval, titleOf } from './comparison-markdown.ts'
import { type Comparison, placeSentence } from './comparison.ts'
import type { CostFinding } from './cost-findings.ts'
import type { Findings } from './findings.ts'
import { thousandUsd } from './store-cost.ts'

export interface TableFile {
  readonly name: string
  readonly content: string
}

/** Writes the rows and the findings as CSV, unrounded, and the main table for a paper in the style of booktabs. */
export function comparisonTables(
  comparison: Comparison,
  findings: Findings,
  costs: readonly CostFinding[],
): TableFile[] {
  const place = placeSentence(comparison)
  return [
    { name: 'rows.csv', content: csv(comparison.rows.map(row => flat({ place, ...row }))) },
    { name: 'freshness.csv', content: csv(comparison.freshness.map(row => ({ place, ...row }))) },
    { name: 'cells.csv', content: csv(findings.cells.map(cell => ({ place, ...cellColumns(cell) }))) },
    { name: 'costs.csv', content: csv(costs.map(cost => ({ place, ...costColumns(cost) }))) },
    { name: 'cold.tex', content: coldTable(comparison, findings) },
  ]
}

function coldTable(comparison: Comparison, { cells }: Findings): string {
  const rows = cells.flatMap(({ store, sizeMib, metric, summary, contrast }) =>
    metric === 'coldMs' && summary
      ? [
          [
            titleOf(store),
            sizeMib,
            interval(summary.median, 0),
            contrast ? interval(contrast.ratio, 2) : '',
            contrast ? contrast.cliffsDelta.toFixed(2) : '',
            summary.samples,
          ],
        ]
      : [],
  )
  return latexTable({
    caption: `Cold calls by store and size of the model. ${placeSentence(comparison)}.`,
    label: 'stores-cold',
    width: 'page',
    columns: ['store', 'MiB', 'median (ms)', 'ratio', 'delta', 'n'],
    rows,
    notes: [
      'Median of the calls on the client’s clock; ratio of the medians to that of the shared file system; in brackets 95 % bootstrap intervals by deployment; delta: Cliff’s.',
    ],
  })
}

function cellColumns({ store, sizeMib, metric, requested, discarded, summary, contrast }: Findings['cells'][number]) {
  return {
    store,
    sizeMib,
    metric,
    requested,
    discarded: Object.values(discarded).reduce((sum, count) => sum + count, 0),
    samples: summary?.samples ?? 0,
    deployments: summary?.deployments ?? 0,
    medianMs: summary?.median.value,
    medianLowMs: summary?.median.low,
    medianHighMs: summary?.median.high,
    p95Ms: summary?.p95,
    p99Ms: summary?.p99,
    ratio: contrast?.ratio.value,
    ratioLow: contrast?.ratio.low,
    ratioHigh: contrast?.ratio.high,
    differenceMs: contrast?.difference.value,
    differenceLowMs: contrast?.difference.low,
    differenceHighMs: contrast?.difference.high,
    cliffsDelta: contrast?.cliffsDelta,
  }
}

function costColumns(cost: CostFinding) {
  const { store, title, sizeMib, samples, coldUsd, warmUsd } = cost
  const shares = Object.fromEntries(
    [0, 0.01, 0.1, 1].map(share => [`thousandUsdAt${100 * share}PercentCold`, thousandUsd(cost, share)]),
  )
  return { store, title, sizeMib, coldSamples: samples.cold, warmSamples: samples.warm, coldUsd, warmUsd, ...shares }
}

function flat({ stages, ...row }: Record<string, unknown> & { stages?: Readonly<Record<string, number>> }) {
  const named = Object.entries(stages ?? {}).map(([name, ms]) => [`stage.${name}`, ms])
  return { ...row, ...Object.fromEntries(named) }
}

// A spreadsheet reads a cell that begins with = + - or @ as a formula. The text of an error could begin so.
function csv(rows: readonly object[]): string {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))]
  return stringify([...rows], { header: true, columns, cast: { boolean: String }, escape_formulas: true })
}
