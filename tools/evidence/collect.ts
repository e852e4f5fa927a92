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
import { readProducerSha256 } from './producer-log.ts'
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
  const { report, files } = await composeBundle(system, run)
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
): Promise<{ report: Report; files: readonly BundleFile[] }> {
  const since = new Date(run.startedAt)
  const configuration = await collectConfiguration(system)
  const report = await reportOf(system, run, since)
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

async function reportOf(system: DeployedSystem, run: Run, since: Date): Promise<Report> {
  const { exercise, measurements, target, startedAt, quick, seed } = run
  const provenance = await provenanceOf(system, seed, run.command)
  const { bytes, durationMs, mebibytesPerSecond } = exercise.large
  const maxMemoryMiB = await memoryOf(system, exercise.large.requestId, since)
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
      s3Event: exercise.s3Event,
      large: { bytes, durationMs, mebibytesPerSecond, maxMemoryMiB },
    },
    predict: { ...exercise.sample, body: exercise.predict, missing: exercise.missing },
    ...figuresOf(measurements, seed),
    sharedState: await sharedState(system, exercise, since),
  }
}

async function sharedState(system: DeployedSystem, exercise: Exercise, since: Date): Promise<Report['sharedState']> {
  const consumerSha256 = exercise.inputSha256.consumer
  const producerSha256 = (await readProducerSha256(system, exercise.sample.fileId, since)) ?? null
  return { producerSha256, consumerSha256, equal: producerSha256 === consumerSha256 }
}

/** The most memory that the Producer used up to and in that request: Lambda counts per environment. */
async function memoryOf(system: DeployedSystem, requestId: string | undefined, since: Date): Promise<number | null> {
  if (requestId === undefined) return null
  const { clientConfig } = await connectToAws({ region: system.region })
  const client = new CloudWatchLogsClient(clientConfig)
  const reports = await readPlatformReports(client, system.producer.logGroupName, [requestId], { since })
  client.destroy()
  return reports.get(requestId)?.maxMemoryUsedMiB ?? null
}
