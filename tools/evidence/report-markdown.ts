import type { Summary } from '../measure/summary.ts'
import type { Report } from './report.ts'

/** report.json for people. Every figure comes from it; nothing is computed here but units. */
export function reportMarkdown(report: Report): string {
  const { coldStart, warm, parallel, ingest, predict, sharedState, provenance } = report
  const where =
    report.target === 'local'
      ? 'the local AWS of tools/local-aws, on one machine: its times say nothing about AWS'
      : `AWS, Region ${provenance.region}`
  return `# Run ${report.runId}

On ${where}. ${report.startedAt} to ${report.finishedAt}.${report.quick ? ' **A quick run: few samples, not for print.**' : ''}

| Shown | Observed |
|---|---|
| Shared state | the Consumer read SHA-256 \`${short(sharedState.consumerSha256)}\`, the Producer wrote \`${short(sharedState.producerSha256 ?? 'unknown')}\`: ${sharedState.equal ? 'equal' : '**different**'} |
| Model | read ${predict.predicted} where the digit is ${predict.label} |
| Ingested by S3 event | ${ingest.s3Event.key}, ${ingest.s3Event.latencyMs.toFixed(0)} ms after the PUT |
| Large object | ${mebibytes(ingest.large.bytes)} MiB in ${(ingest.large.durationMs / 1000).toFixed(2)} s, ${ingest.large.mebibytesPerSecond.toFixed(0)} MiB/s, ${ingest.large.maxMemoryMiB ?? 'unknown'} MiB of memory at most |
| Parallel | ${parallel.succeeded} of ${parallel.concurrency} calls at once succeeded in ${parallel.environments} environments and read ${parallel.modelSha256.length} model${parallel.modelSha256.length === 1 ? '' : 's'} (\`${parallel.modelSha256.map(short).join('`, `')}\`), ${parallel.wallMs.toFixed(0)} ms in all |

## /predict, milliseconds

| | n | discarded | min | p50 | 95 % of p50 | p90 | p95 | p99 | max | mean | stddev |
|---|---|---|---|---|---|---|---|---|---|---|---|
${row('cold, client', coldStart.samples, coldStart.discarded, coldStart.clientMs)}
${row('cold, init', coldStart.samples, coldStart.discarded, coldStart.initDurationMs)}
${row('warm, client', warm.samples, warm.discarded, warm.clientMs)}
${row('warm, function', warm.samples, warm.discarded, warm.durationMs)}
${row(`${parallel.concurrency} at once, client`, parallel.succeeded, parallel.concurrency - parallel.succeeded, parallel.clientMs)}

*client*: this machine's monotonic clock, from before the request is written to the last byte of the answer.
*init*, *function*: Lambda's clock, platform.report's initDurationMs and durationMs. The interval is a bootstrap
percentile interval (2000 resamples, seed ${provenance.seed}). Every call, kept or discarded and why: invocations.ndjson.

## Provenance

Commit ${provenance.gitCommit ?? 'unknown'}${provenance.dirty ? ' with uncommitted changes' : ''}; Node.js ${provenance.node};
${provenance.platform}; ${provenance.cpu}; \`${provenance.command}\`. Templates, bundles and packages: report.json.
Check the files: \`sha256sum -c manifest.sha256\` or \`npm run evidence -- verify DIR\`.
`
}

function row(name: string, samples: number, discarded: number, summary: Summary): string {
  const { min, p50, ci95, p90, p95, p99, max, mean, stddev } = summary
  const interval = `${ci95[0].toFixed(1)} – ${ci95[1].toFixed(1)}`
  const values = [p90, p95, p99, max, mean, stddev].map(value => value.toFixed(1))
  return `| ${[name, samples, discarded, min.toFixed(1), p50.toFixed(1), interval, ...values].join(' | ')} |`
}

function short(sha256: string): string {
  return sha256.slice(0, 12)
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}
