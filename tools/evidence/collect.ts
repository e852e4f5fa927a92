import { fileURLToPath } from 'node:url'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Exercise } from '../exercise/exercise.ts'
import { figuresOf } from '../measure/figures.ts'
import { readPlatformReports } from '../measure/platform-reports.ts'
import type { Run } from '../measure/run.ts'
import { maskAccount } from './account-mask.ts'
import { type BundleFile, writeBundle } from './bundle.ts'
import { collectConfiguration } from './configuration.ts'
import { crateMetadata } from './crate/crate-metadata.ts'
import { resultFigures } from './figures/result-figures.ts'
import { collectLogs } from './function-logs.ts'
import { configurationPictures } from './pictures/configuration-pictures.ts'
import { type CreatedRecord, findCreatedRecord } from './producer-log.ts'
import { provenanceOf, sourceOf } from './provenance.ts'
import { reportHtml } from './report-html.ts'
import { reportMarkdown } from './report-markdown.ts'
import type { Report } from './report.ts'
import { runIdOf } from './run-id.ts'
import { resultTables } from './tables/result-tables.ts'
import { tally } from './verdicts/verdict-table.ts'
import { isClaim, type Verdict, type Verdicts } from './verdicts/verdict.ts'
import { verdictsMarkdown } from './verdicts/verdicts-markdown.ts'
import type { Verifier } from './verdicts/verifier.ts'

export interface Evidence {
  /** Relative to the repository: `evidence/<runId>`. */
  readonly folder: string
  readonly report: Report
  /** One verdict a criterion, 1.1 to 7.5, and one a claim. */
  readonly verdicts: Verdicts
}

export interface CollectOptions {
  readonly progress?: Progress
  readonly signal?: AbortSignal
  /** The folder in which the bundle's folder is made; default evidence/ of this repository. */
  readonly root?: string
  readonly composer?: typeof composeBundle
  /** Whether the verification may change no function. Default: it may. */
  readonly undisturbed?: boolean
}

const evidenceRoot = fileURLToPath(new URL('../../evidence', import.meta.url))

/**
 * Reads the live configuration and logs, checks every criterion on the running system, and writes the bundle of a run.
 * The bundle appears complete or not at all, even if a criterion fails.
 */
export async function collectEvidence(
  system: DeployedSystem,
  run: Run,
  verifier: Verifier,
  options: CollectOptions = {},
): Promise<Evidence> {
  const { progress = silent, signal, root = evidenceRoot, composer = composeBundle, undisturbed = false } = options
  progress.step('Collect the evidence: configuration, stacks, logs, listing, pictures, tables')
  const { report, files } = await composer(system, run, signal)
  progress.step('Verify every criterion of the requirements, and the claims of the README, on the running system')
  const subject = { run, bundle: files, quick: run.quick, undisturbed, progress, ...(signal && { signal }) }
  const verification = await completed(verifier.criteria, verifier.verify(system, subject))
  // An interruption is no verdict.
  if (verification.error !== undefined) signal?.throwIfAborted()
  const { verdicts } = verification
  progress.detail(tally(verdicts))
  const complete = withVerdicts(report, files, maskAccount(verdicts, system.accountId))
  await writeBundle(root, report.runId, complete)
  progress.detail(`${complete.length + 1} files in evidence/${report.runId}`)
  if (verification.error !== undefined) throw verification.error
  return { folder: `evidence/${report.runId}`, report, verdicts }
}

/**
 * Returns the verdicts of a verification. If it broke off, every criterion fails with its message, so that the
 * measurements are not lost.
 */
async function completed(
  criteria: Verifier['criteria'],
  verification: Promise<Verdicts>,
): Promise<{ verdicts: Verdicts; error?: unknown }> {
  try {
    return { verdicts: await verification }
  } catch (error) {
    const evidence = `The verification did not end: ${error instanceof Error ? error.message : String(error)}`
    const unknown = criteria.map(({ id, claim }) => ({ id, status: 'fail' as const, claim, evidence, source: '' }))
    return { verdicts: Object.assign(unknown, { notUndone: [] }), error }
  }
}

/** Everything measured and read, before the pictures are drawn. */
export interface RecordedRun {
  readonly report: Report
  /** report.json, invocations.ndjson, the configuration and the logs. */
  readonly files: readonly BundleFile[]
}

/**
 * Composes everything in a bundle except what the verification adds. Masks the account's ID before anything is drawn,
 * because bundles are published.
 */
export async function composeBundle(system: DeployedSystem, run: Run, signal?: AbortSignal): Promise<RecordedRun> {
  const { report, files, configuration } = await recordRun(system, run, signal)
  const invocations = maskAccount(run.measurements.invocations, system.accountId)
  const drawn = [
    ...files,
    ...(await configurationPictures(configuration)),
    ...resultTables(report, invocations),
    ...(await resultFigures(report, invocations)),
  ]
  return { report, files: [...drawn, ...reportPages(report, drawn)] }
}

/** Collects the files of measurements and live answers. The other files of a bundle are drawn from them. */
export async function recordRun(
  system: DeployedSystem,
  run: Run,
  signal?: AbortSignal,
): Promise<RecordedRun & { readonly configuration: readonly BundleFile[] }> {
  const masked = <T>(value: T) => maskAccount(value, system.accountId)
  const search = { since: new Date(run.startedAt), ...(signal && { signal }) }
  const { gitCommit } = await sourceOf()
  const runId = runIdOf(run.startedAt, run.target, gitCommit)
  const configuration = masked(await collectConfiguration(system, { target: run.target, runId }))
  const report = masked(await reportOf(system, run, runId, configuration, search))
  // After the reports, because the logs have arrived by then.
  const logs = masked(await collectLogs(system, search.since, signal))
  const invocations = masked(run.measurements.invocations)
  const files: BundleFile[] = [
    json('report.json', report),
    { path: 'invocations.ndjson', content: invocations.map(row => `${JSON.stringify(row)}\n`).join('') },
    ...configuration,
    ...logs,
  ]
  return { report, files, configuration }
}

function withVerdicts(report: Report, files: readonly BundleFile[], verdicts: readonly Verdict[]): BundleFile[] {
  const others = files.filter(({ path }) => path !== 'report.md' && path !== 'report.html')
  const criteria = verdicts.filter(verdict => !isClaim(verdict))
  const verified = [json('requirements.json', criteria), json('claims.json', verdicts.filter(isClaim))]
  const complete = [...others, ...verified, ...reportPages(report, others, verdicts)]
  return [...complete, crateMetadata(report, complete)]
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

async function reportOf(
  system: DeployedSystem,
  run: Run,
  runId: string,
  configuration: readonly BundleFile[],
  search: LogSearch,
): Promise<Report> {
  const { exercise, measurements, target, startedAt, quick, seed } = run
  const events = configuration.find(({ path }) => path === 'cloudformation/events.json')!.content as string
  const provenance = await provenanceOf(system, { seed, command: run.command, ...JSON.parse(events) })
  const producer = await readProducerLogs(system, exercise, search)
  const { bytes, durationMs, mebibytesPerSecond } = exercise.large
  return {
    schemaVersion: 1,
    runId,
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
    ...(exercise.retries?.length && { retries: exercise.retries }),
    predict: { ...exercise.sample, body: exercise.predict, missing: exercise.missing },
    ...figuresOf(measurements, seed),
    sharedState: sharedState(exercise, producer.input),
  }
}

/** Returns what the Producer's log group says about the exercise. What does not arrive in time is missing. */
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
      // The most memory that the Producer used up to the end of that request. Lambda counts per environment.
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

/** Includes the difference between two wall clocks, this machine's and the function's. */
function msAfterPut({ s3Event }: Exercise, created: CreatedRecord | undefined): number | null {
  return created ? Date.parse(created.timestamp) - Date.parse(s3Event.putEndedAt) : null
}
