import { exampleAccountId } from './account-mask.ts'
import { resultFigures } from './figures/result-figures.ts'
import type { Report } from './report.ts'
import { type LatencyRow, latencyRows } from './tables/latency-rows.ts'
import { quantileNote, shownQuantile, tooFewSamples } from './tables/shown-quantile.ts'

/** Renders report.json for people. Every number comes from it; only units are converted. */
export function reportMarkdown(report: Report): string {
  const { provenance } = report
  return `${resultsMarkdown(report)}
The same for a paper: tables/latency.tex, tables/parallel.tex, tables/ingest.tex (booktabs); as raw tables:
tables/latency.csv, tables/invocations.csv.

## Figures

${resultFigures.map((figure, index) => picture(`Figure ${index + 1}`, figure.alt(report), `figures/${figure.name}.svg`, figure.caption(report))).join('\n\n')}

## Configuration

Drawn from the live answers of the AWS APIs; the answers themselves stand beside each picture as JSON.

${configuration.map(({ name, path, shows }) => picture(name, shows, path, shows)).join('\n\n')}

## Provenance

Commit ${provenance.gitCommit ?? 'unknown'}${provenance.dirty ? ' with uncommitted changes' : ''}; Node.js ${provenance.node};
${plain(provenance.platform)}; ${plain(provenance.cpu)}; ${code(provenance.command)}. ${accountSentence(report)}Templates, bundles and packages: report.json.
Check the files: \`sha256sum -c manifest.sha256\` or \`npm run evidence -- verify DIR\`.
`
}

/** The results of the run, without figures and pictures. */
export function resultsMarkdown(report: Report): string {
  const { parallel, ingest, predict, sharedState, provenance } = report
  const where =
    report.target === 'local'
      ? 'the local AWS of tools/local-aws, on one machine: its times say nothing about AWS'
      : `AWS, Region ${plain(provenance.region)}`
  return `# Run ${report.runId}

On ${where}. ${report.startedAt} to ${report.finishedAt}.${report.quick ? ' **A quick run: few samples, not for print.**' : ''}

| Shown | Observed |
|---|---|
| Shared state | ${sharedStateSentence(sharedState)} |
| Model | read ${predict.predicted} where the digit is ${predict.label} |
| Ingested by S3 event | ${plain(ingest.s3Event.key)}, found by a warm /predict ${ingest.s3Event.latencyMs.toFixed(0)} ms after the PUT; the Producer logged it ${loggedAfter(ingest.s3Event)} |
| Large object | ${mebibytes(ingest.large.bytes)} MiB in ${(ingest.large.durationMs / 1000).toFixed(2)} s, ${ingest.large.mebibytesPerSecond.toFixed(0)} MiB/s, ${ingest.large.maxMemoryMiB ?? 'unknown'} MiB of memory at most |
| Parallel | ${parallel.succeeded} of ${parallel.concurrency} calls at once succeeded in ${parallel.environments} environments and read ${models(parallel)}, ${parallel.wallMs.toFixed(0)} ms in all |

## /predict, milliseconds

| | n | discarded | min | p50 | 95 % of p50 | p90 | p95 | p99 | max | mean | stddev |
|---|---|---|---|---|---|---|---|---|---|---|---|
${latencyRows(report).map(row).join('\n')}
${discardsTable(report)}
*client*: this machine's monotonic clock, from before the request is written to the last byte of the answer;
the connection is open before.
*init*, *function*: Lambda's clock, platform.report's initDurationMs and durationMs. The interval is a bootstrap
percentile interval (2000 resamples, seed ${provenance.seed}). ${quantileNote} Every call, kept or discarded and why: invocations.ndjson.
`
}

/** One row for each phase and reason; nothing for a bundle that does not say. */
function discardsTable({ discardedBecause }: Report): string {
  if (!discardedBecause) return ''
  const rows = Object.entries(discardedBecause).flatMap(([phase, counts]) =>
    Object.entries(counts).map(([why, calls]) => `| ${phase} | ${plain(why)} | ${calls} |`),
  )
  if (rows.length === 0) return '\nNo call was discarded.\n'
  return `\n| discarded | because | calls |\n|---|---|---|\n${rows.join('\n')}\n`
}

function accountSentence({ target }: Report): string {
  if (target === 'local') return ''
  return `The account's ID is replaced by ${exampleAccountId}, the example of AWS's documentation, everywhere in this bundle.\n`
}

/** The paths in the bundle; see configuration.ts. */
const configuration = [
  {
    name: 'Access point',
    path: 'efs/access-point.png',
    shows: 'The EFS access point with its root directory and its user, the file system and the mount targets.',
  },
  { name: 'Producer', path: 'lambda/producer.png', shows: 'The Producer function with its EFS mount.' },
  { name: 'Consumer', path: 'lambda/consumer.png', shows: 'The Consumer function with its EFS mount.' },
  { name: 'Outputs', path: 's3/outputs.png', shows: 'The objects below outputs/ in the bucket.' },
  {
    name: 'Stacks',
    path: 'cloudformation/stacks.png',
    shows: 'The tree of CloudFormation stacks with their resources: the root, network and storage.',
  },
  {
    name: 'Stacks, continued',
    path: 'cloudformation/stacks-2.png',
    shows: 'The other nested stacks: compute, bucket and API.',
  },
]

function picture(name: string, alt: string, path: string, caption: string): string {
  return `![${plain(alt)}](${path})\n\n**${name}.** ${plain(caption)}`
}

/** Escapes text that others chose, such as a key: it is no markup and stays on its line. */
function plain(text: string): string {
  // Escapes `://` too, which would make an address a link.
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|&~]|:(?=\/\/)/g, '\\$&')
}

/** A code span whose fence is longer than any run of backticks in it. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return fence + pad + text.replace(/\s+/g, ' ') + pad + fence
}

function models({ modelSha256 }: Report['parallel']): string {
  if (modelSha256.length === 0) return 'no model'
  const hashes = modelSha256.map(hash => `\`${short(hash)}\``).join(', ')
  return `${modelSha256.length} model${modelSha256.length === 1 ? '' : 's'} (${hashes})`
}

function sharedStateSentence({ producerSha256, consumerSha256, equal }: Report['sharedState']): string {
  const read = `the Consumer read SHA-256 \`${short(consumerSha256)}\``
  if (producerSha256 === null) return `${read}; **what the Producer wrote was not found in its log**`
  return `${read}, the Producer wrote \`${short(producerSha256)}\`: ${equal ? 'equal' : '**different**'}`
}

function loggedAfter({ producerLogMs }: Report['ingest']['s3Event']): string {
  // Older bundles lack it too.
  return producerLogMs == null ? 'at an unknown time' : `after ${producerLogMs} ms`
}

function row({ name, samples, discarded, summary }: LatencyRow): string {
  if (!summary) return `| ${[name, samples, discarded, ...Array<string>(9).fill('none')].join(' | ')} |`
  const { min, p50, ci95, max, mean, stddev } = summary
  const interval = `${ci95[0].toFixed(1)} – ${ci95[1].toFixed(1)}`
  const upper = (['p90', 'p95', 'p99'] as const).map(name => shownQuantile(summary, name))
  const values = [...upper, max, mean, stddev].map(value => value?.toFixed(1) ?? tooFewSamples)
  return `| ${[name, samples, discarded, min.toFixed(1), p50.toFixed(1), interval, ...values].join(' | ')} |`
}

function short(sha256: string): string {
  return sha256.slice(0, 12)
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}
