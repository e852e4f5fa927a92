import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { type AwsConnection, connectToAws } from '../command/aws-connection.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Exercise } from '../exercise/exercise.ts'
import { discardCounts } from '../measure/discard-counts.ts'
import type { Invocation } from '../measure/invocation.ts'
import type { Measurements } from '../measure/measure.ts'
import { runStatistics } from '../measure/run-statistics.ts'
import { readPlatformReports } from '../measure/platform-reports.ts'
import type { Run } from '../measure/run.ts'
import { maskAccount } from './account-mask.ts'
import { type BundleFile, jsonFile } from './bundle.ts'
import { collectConfiguration } from './configuration.ts'
import { collectLogs } from './function-logs.ts'
import { type CreatedRecord, findCreatedRecord } from './producer-log.ts'
import { provenanceOf, sourceOf } from './provenance.ts'
import type { Report } from './report.ts'
import { runIdOf } from './run-id.ts'

/** Everything measured and read, before the pictures are drawn. */
export interface RecordedRun {
  readonly report: Report
  /** report.json, invocations.ndjson, the configuration and the logs. */
  readonly files: readonly BundleFile[]
}

/** Collects the files of measurements and live answers. The other files of a bundle are drawn from them. */
export async function recordRun(
  system: DeployedSystem,
  run: Run,
  signal?: AbortSignal,
): Promise<RecordedRun & { readonly configuration: readonly BundleFile[] }> {
  using connection = await connectToAws({ region: system.region, signal })
  const masked = <T>(value: T) => maskAccount(value, system.accountId)
  const search = { since: new Date(run.startedAt), signal }
  const { gitCommit } = await sourceOf()
  const runId = runIdOf(run.startedAt, run.target, gitCommit)
  const configuration = masked(await collectConfiguration(connection, system, { target: run.target, runId }))
  const report = masked(await reportOf(connection, system, run, runId, configuration, search))
  // After the reports, because the logs have arrived by then.
  const logs = masked(await collectLogs(connection, system, search.since))
  const invocations = masked(run.measurements.invocations)
  const files: BundleFile[] = [
    jsonFile('report.json', report),
    { path: 'invocations.ndjson', content: invocations.map(row => `${JSON.stringify(row)}\n`).join('') },
    ...configuration,
    ...logs,
  ]
  return { report, files, configuration }
}

interface LogSearch {
  readonly since: Date
  readonly signal: AbortSignal | undefined
}

async function reportOf(
  connection: AwsConnection,
  system: DeployedSystem,
  run: Run,
  runId: string,
  configuration: readonly BundleFile[],
  search: LogSearch,
): Promise<Report> {
  const { exercise, measurements, target, startedAt, quick, seed } = run
  const events = configuration.find(({ path }) => path === 'cloudformation/events.json')!.content as string
  const provenance = await provenanceOf(connection, system, { seed, command: run.command, ...JSON.parse(events) })
  const producer = await readProducerLogs(connection, system, exercise, search)
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
    ...runStatistics(measurements, seed),
    discardedBecause: discardedBecause(measurements),
    sharedState: sharedState(exercise, producer.input),
  }
}

function discardedBecause({ invocations }: Measurements): Report['discardedBecause'] {
  const counts = (wanted: Invocation['phase']) => discardCounts(invocations.filter(({ phase }) => phase === wanted))
  return { cold: counts('cold'), warm: counts('warm'), parallel: counts('parallel') }
}

/** Returns what the Producer's log group says about the exercise. What does not arrive in time is missing. */
async function readProducerLogs(
  { clients }: AwsConnection,
  { producer: { logGroupName } }: DeployedSystem,
  { sample, s3Event, large }: Exercise,
  search: LogSearch,
) {
  const client = clients.get(CloudWatchLogsClient)
  const requestIds = large.requestId === undefined ? [] : [large.requestId]
  const reports = await readPlatformReports(client, logGroupName, requestIds, search)
  return {
    input: await findCreatedRecord(client, logGroupName, { fileId: sample.fileId }, search),
    model: await findCreatedRecord(client, logGroupName, { key: s3Event.key }, search),
    // The most memory that the Producer used up to the end of that request. Lambda counts per environment.
    maxMemoryMiB: reports.get(large.requestId!)?.maxMemoryUsedMiB ?? null,
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
