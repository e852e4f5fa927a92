import { fileURLToPath } from 'node:url'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Exercise } from '../exercise/exercise.ts'
import { figuresOf } from '../measure/figures.ts'
import { readPlatformReports } from '../measure/platform-reports.ts'
import type { Verdict } from '../verify/criterion.ts'
import { tally } from '../verify/verdict-table.ts'
import { verdictsMarkdown } from '../verify/verdicts-markdown.ts'
import { verify } from '../verify/verify.ts'
import { type BundleFile, writeBundle } from './bundle.ts'
import { collectConfiguration } from './configuration.ts'
import { resultFigures } from './figures/result-figures.ts'
import { collectLogs } from './function-logs.ts'
import { configurationPictures } from './pictures/configuration-pictures.ts'
import { type CreatedRecord, findCreatedRecord } from './producer-log.ts'
import { provenanceOf } from './provenance.ts'
import type { Report } from './report.ts'
import { reportHtml } from './report-html.ts'
import { reportMarkdown } from './report-markdown.ts'
import type { Run } from './run.ts'
import { runIdOf } from './run-id.ts'
import { resultTables } from './tables/result-tables.ts'

export interface Evidence {
  /** Relative to the repository: `evidence/<runId>`. */
  readonly folder: string
  readonly report: Report
  /** One a criterion, 1.1 to 7.5. */
  readonly verdicts: readonly Verdict[]
}

const evidenceRoot = fileURLToPath(new URL('../../evidence', import.meta.url))

/**
 * Reads the live configuration and logs, looks at every criterion on the running system, and writes the bundle of a
 * run; it appears complete or not at all, also when a criterion fails.
 */
export async function collectEvidence(
  system: DeployedSystem,
  run: Run,
  { progress = silent, signal }: { progress?: Progress; signal?: AbortSignal } = {},
): Promise<Evidence> {
  progress.step('Collect the evidence: configuration, stacks, logs, listing, pictures, tables')
  const { report, files } = await composeBundle(system, run, signal)
  progress.step('Verify every criterion of the requirements on the running system')
  const abort = signal ? { signal } : {}
  const verdicts = await verify(system, { run, bundle: files, quick: run.quick, progress, ...abort })
  progress.detail(tally(verdicts))
  const complete = withVerdicts(report, files, verdicts)
  await writeBundle(evidenceRoot, report.runId, complete)
  progress.detail(`${complete.length + 1} files in evidence/${report.runId}`)
  return { folder: `evidence/${report.runId}`, report, verdicts }
}

/** Everything that a bundle holds except what the verification adds. */
export async function composeBundle(
  system: DeployedSystem,
  run: Run,
  signal?: AbortSignal,
): Promise<{ report: Report; files: readonly BundleFile[] }> {
  const since = new Date(run.startedAt)
  const configuration = await collectConfiguration(system)
  const report = await reportOf(system, run, { since, ...(signal && { signal }) })
  // After the reports: by then the logs have arrived.
  const logs = await collectLogs(system, since)
  const { invocations } = run.measurements
  const files: BundleFile[] = [
    json('report.json', report),
    { path: 'invocations.ndjson', content: invocations.map(row => `${JSON.stringify(row)}\n`).join('') },
    ...configuration,
    ...logs,
  ]
  files.push(
    ...(await configurationPictures(configuration)),
    ...resultTables(report, invocations),
    ...(await resultFigures(report, invocations)),
  )
  return { report, files: [...files, ...reportPages(report, files)] }
}

function withVerdicts(report: Report, files: readonly BundleFile[], verdicts: readonly Verdict[]): BundleFile[] {
  const others = files.filter(({ path }) => path !== 'report.md' && path !== 'report.html')
  return [...others, json('requirements.json', verdicts), ...reportPages(report, others, verdicts)]
}

function reportPages(report: Report, files: readonly BundleFile[], verdicts: readonly Verdict[] = []): BundleFile[] {
  const markdown = [reportMarkdown(report), ...(verdicts.length > 0 ? [verdictsMarkdown(verdicts)] : [])].join('\n')
  return [
    { path: 'report.md', content: markdown },
    { path: 'report.html', content: reportHtml(markdown, files) },
  ]
}

function json(path: string, content: unknown): BundleFile {
  return { path, content: `${JSON.stringify(content, null, 2)}\n` }
}

interface LogSearch {
  readonly since: Date
  readonly signal?: AbortSignal
}

async function reportOf(system: DeployedSystem, run: Run, search: LogSearch): Promise<Report> {
  const { exercise, measurements, target, startedAt, quick, seed } = run
  const provenance = await provenanceOf(system, seed, run.command)
  const producer = await readProducerLogs(system, exercise, search)
  const { bytes, durationMs, mebibytesPerSecond } = exercise.large
  return {
    schemaVersion: 1,
    runId: runIdOf(startedAt, target, provenance.gitCommit),
    target,
    startedAt,
    finishedAt: new Date().toISOString(),
    quick,
    provenance,
    ingest: {
      created: exercise.created,
      repeated: exercise.repeated,
      s3Event: { ...exercise.s3Event, producerLogMs: msAfterPut(exercise, producer.model) },
      large: { bytes, durationMs, mebibytesPerSecond, maxMemoryMiB: producer.maxMemoryMiB },
    },
    predict: { ...exercise.sample, body: exercise.predict, missing: exercise.missing },
    ...figuresOf(measurements, seed),
    sharedState: sharedState(exercise, producer.input),
  }
}

/** What the Producer's log group says of the exercise; what does not arrive in time is missing. */
async function readProducerLogs(system: DeployedSystem, { sample, s3Event, large }: Exercise, search: LogSearch) {
  const { clientConfig } = await connectToAws({ region: system.region })
  const client = new CloudWatchLogsClient(clientConfig)
  const { logGroupName } = system.producer
  try {
    const requestIds = large.requestId === undefined ? [] : [large.requestId]
    const reports = await readPlatformReports(client, logGroupName, requestIds, search)
    return {
      input: await findCreatedRecord(client, logGroupName, { fileId: sample.fileId }, search),
      model: await findCreatedRecord(client, logGroupName, { key: s3Event.key }, search),
      // The most memory that the Producer used up to and in that request: Lambda counts per environment.
      maxMemoryMiB: reports.get(large.requestId!)?.maxMemoryUsedMiB ?? null,
    }
  } finally {
    client.destroy()
  }
}

function sharedState({ inputSha256 }: Exercise, created: CreatedRecord | undefined): Report['sharedState'] {
  const consumerSha256 = inputSha256.consumer
  const producerSha256 = created?.sha256 ?? null
  return { producerSha256, consumerSha256, equal: producerSha256 === consumerSha256 }
}

/** Two wall clocks, this machine's and the function's: what they differ by is in it. */
function msAfterPut({ s3Event }: Exercise, created: CreatedRecord | undefined): number | null {
  return created ? Date.parse(created.timestamp) - Date.parse(s3Event.putEndedAt) : null
}
