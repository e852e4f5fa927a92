import type { Report } from '../report.ts'
import { placeOf } from '../run-place.ts'
import { type LatencyRow, latencyRows } from '../tables/latency-rows.ts'
import { type Estimate, medianChange } from './median-change.ts'
import type { ReadBundle } from './read-bundle.ts'

/** Two runs of one kind, A and B, side by side, as a page of Markdown. */
export function comparisonMarkdown(a: ReadBundle, b: ReadBundle): string {
  return `# ${a.report.runId} (A) and ${b.report.runId} (B)

| | A | B |
|---|---|---|
${facts.map(([name, of]) => `| ${name} | ${of(a.report)} | ${of(b.report)} |`).join('\n')}

## /predict, milliseconds

| | A: n | A: p50 [95 %] | B: n | B: p50 [95 %] | B − A [95 %] | B / A [95 %] | Cliff’s δ |
|---|---|---|---|---|---|---|---|
${latencyRows(a.report)
  .map((row, index) => latencyLine(row, latencyRows(b.report)[index]!, a, b))
  .join('\n')}

## Once in each run

| | A | B |
|---|---|---|
${observations.map(([name, of]) => `| ${name} | ${of(a.report)} | ${of(b.report)} |`).join('\n')}

${notes(a.report, b.report).join('\n')}
`
}

const facts: readonly [name: string, of: (report: Report) => string][] = [
  ['where', report => (report.target === 'local' ? `${placeOf(report)}, an emulator on one machine` : placeOf(report))],
  ['when', ({ startedAt }) => startedAt],
  ['samples', ({ quick }) => (quick ? 'a quick run: few' : 'a full run')],
  ['commit', ({ provenance }) => `${provenance.gitCommit ?? 'unknown'}${provenance.dirty ? ', changed' : ''}`],
  ['Node.js', ({ provenance }) => provenance.node],
  ['client', ({ provenance }) => `${provenance.platform}, ${provenance.cpu}`.replace(/[|\s]+/g, ' ')],
]

const observations: readonly [name: string, of: (report: Report) => string][] = [
  ['a model by S3 event, found by a warm /predict (ms)', ({ ingest }) => ingest.s3Event.latencyMs.toFixed(0)],
  [
    'a large object copied (MiB, MiB/s)',
    ({ ingest: { large } }) => `${mebibytes(large.bytes)}, ${large.mebibytesPerSecond.toFixed(0)}`,
  ],
  [
    'calls at once (succeeded, environments, ms in all)',
    ({ parallel }) =>
      `${parallel.succeeded} of ${parallel.concurrency}, ${parallel.environments}, ${parallel.wallMs.toFixed(0)}`,
  ],
]

function latencyLine(rowA: LatencyRow, rowB: LatencyRow, a: ReadBundle, b: ReadBundle): string {
  const samples = ({ invocations }: ReadBundle) =>
    invocations.filter(({ phase, kept }) => phase === rowA.phase && kept).flatMap(call => call[rowA.metric] ?? [])
  const change = medianChange(samples(a), samples(b), a.report.provenance.seed)
  const changed = change
    ? [interval(change.difference, 1), interval(change.ratio, 2), change.cliffsDelta.toFixed(2)]
    : ['none', 'none', 'none']
  // The number of parallel calls is in the name, and two runs may have made different numbers of them.
  const name = rowA.name === rowB.name ? rowA.name : `${rowA.name} (A), ${rowB.name} (B)`
  return `| ${[name, rowA.samples, median(rowA), rowB.samples, median(rowB), ...changed].join(' | ')} |`
}

function median({ summary }: LatencyRow): string {
  if (!summary) return 'none'
  const { p50, ci95 } = summary
  return interval({ value: p50, low: ci95[0], high: ci95[1] }, 1)
}

function interval({ value, low, high }: Estimate, digits: number): string {
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}

function notes(a: Report, b: Report): string[] {
  const different = (name: string, of: (report: Report) => unknown) => (of(a) === of(b) ? [] : [name])
  const differences = [
    ...different('Region', ({ provenance }) => provenance.region),
    ...different('client machine', ({ provenance }) => `${provenance.platform} ${provenance.cpu}`),
    ...different('Node.js', ({ provenance }) => provenance.node),
    ...different('commit', ({ provenance }) => provenance.gitCommit),
    ...different('sample sizes', ({ quick }) => quick),
  ]
  return [
    ...(a.target === 'local' ? ['**Both were measured on the local AWS: these times say nothing about AWS.**'] : []),
    `The intervals are bootstrap percentile intervals (2000 resamples, seed ${a.provenance.seed}) of the calls of one deployment each. They`,
    'do not say how two deployments of the same system differ: for that, make several runs of each.',
    'Cliff’s δ: the share of pairs in which the call of B took longer, minus the share in which it took less.',
    `Besides the runs themselves these differ: ${differences.join(', ') || 'nothing that the reports know'}.`,
  ]
}
