import type { Invocation } from '../../measure/invocation.ts'
import type { BundleFile } from '../bundle.ts'
import type { Report } from '../report.ts'
import { placeNote } from '../run-place.ts'
import { csvTables } from './csv-tables.ts'
import { latencyNotes, latencyRows } from './latency-rows.ts'
import { latexTable } from './latex.ts'
import { shownQuantile, tooFewSamples } from './shown-quantile.ts'

/** Writes the tables of a run: LaTeX for the paper, CSV for programs. Every value is in report.json. */
export function resultTables(report: Report, invocations: readonly Invocation[]): BundleFile[] {
  return [
    { path: 'tables/latency.tex', content: latencyTable(report) },
    { path: 'tables/parallel.tex', content: parallelTable(report) },
    { path: 'tables/ingest.tex', content: ingestTable(report) },
    ...csvTables(report, invocations),
  ]
}

function latencyTable(report: Report): string {
  return latexTable({
    caption: `Latency of /predict, cold, warm and at once, in milliseconds. ${placeNote(report)}`,
    label: `latency-${report.target}`,
    width: 'page',
    columns: ['', 'n', 'disc.', 'min', 'p50', '95 % CI', 'p90', 'p95', 'p99', 'max', 'mean', 'sd'],
    above: { from: 4, text: 'milliseconds' },
    rows: latencyRows(report).map(({ name, samples, discarded, summary }) => {
      if (!summary) return [name, samples, discarded, ...Array<string>(9).fill('none')]
      const { min, p50, ci95, max, mean, stddev } = summary
      const upper = (['p90', 'p95', 'p99'] as const).map(name => shownQuantile(summary, name))
      return [
        name,
        samples,
        discarded,
        fixed(min),
        fixed(p50),
        ci95.map(fixed).join('–'),
        ...upper.map(value => (value === null ? tooFewSamples : fixed(value))),
        ...[max, mean, stddev].map(fixed),
      ]
    }),
    notes: [...latencyNotes(report), `Run ${report.runId}.`],
  })
}

function parallelTable(report: Report): string {
  const { concurrency, succeeded, environments, modelSha256, wallMs, clientMs } = report.parallel
  return latexTable({
    caption: `${concurrency} calls of /predict at once, all of the same model on EFS. ${placeNote(report)}`,
    label: `parallel-${report.target}`,
    width: 'column',
    columns: ['', ''],
    rows: [
      ['calls', concurrency],
      ['succeeded', succeeded],
      ['discarded', concurrency - succeeded],
      ['environments', environments],
      ['models', modelSha256.length],
      ['wall (ms)', fixed(wallMs)],
      ['p50 (ms)', clientMs ? fixed(clientMs.p50) : 'none'],
      ['max (ms)', clientMs ? fixed(clientMs.max) : 'none'],
    ],
    notes: [
      `succeeded: calls answered with status 200; n of p50 and max. environments: distinct log streams, of which each ` +
        `execution environment has one. models: distinct SHA-256 of the model bytes that the calls read ` +
        `(${modelSha256.join(', ') || 'none'}); 1 means that all read the same.`,
      `The connections are open before. wall: milliseconds on the client's monotonic clock from before the first request is written until the last ` +
        `answer is read. p50, max: of one call, on the same clock. Run ${report.runId}.`,
    ],
  })
}

function ingestTable(report: Report): string {
  const { s3Event, large } = report.ingest
  return latexTable({
    caption: `Ingestion from S3 to EFS by the Producer. ${placeNote(report)}`,
    label: `ingest-${report.target}`,
    width: 'column',
    columns: ['', 'S3 event', 'logged', 'POST /ingest'],
    rows: [
      // Older bundles lack the second.
      ['n', 1, s3Event.producerLogMs == null ? 0 : 1, 1],
      ['discarded', 0, 0, 0],
      ['size (MiB)', mebibytes(s3Event.bytes), mebibytes(s3Event.bytes), mebibytes(large.bytes)],
      [
        'time (ms)',
        fixed(s3Event.latencyMs),
        s3Event.producerLogMs == null ? 'none' : fixed(s3Event.producerLogMs),
        fixed(large.durationMs),
      ],
      ['rate (MiB/s)', notMeasured, notMeasured, fixed(large.mebibytesPerSecond)],
      ['memory (MiB)', notMeasured, notMeasured, large.maxMemoryMiB ?? 'unknown'],
    ],
    notes: [
      `S3 event: ${s3Event.key}; time in milliseconds on the client's monotonic clock, from the end of the PUT until ` +
        `/predict, already warm, first finds the model, asked again 50 ms after each answer. logged: the same model, from ` +
        `the end of the PUT, by the client's wall clock, to the Producer's log record of the copy, by the function's. POST /ingest: a large object; time in milliseconds on ` +
        `the Producer's clock, durationMs of its answer; rate: size by that time, in 1 048 576 bytes a second.`,
      `memory: the most that Lambda saw the environment use up to the end of that call (platform.report, ` +
        `maxMemoryUsedMB, in units of 1 048 576 bytes). Run ${report.runId}.`,
    ],
  })
}

const notMeasured = '–'

/** Twelve columns fit a page's width. The omitted digits are noise; report.json has them. */
function fixed(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0)
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 3 : 1)
}
