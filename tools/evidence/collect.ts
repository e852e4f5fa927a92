import { fileURLToPath } from 'node:url'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Exercise } from '../exercise/exercise.ts'
import { figuresOf } from '../measure/figures.ts'
import type { Measurements } from '../measure/measure.ts'
import { readPlatformReports } from '../measure/platform-reports.ts'
import { type BundleFile, writeBundle } from './bundle.ts'
import { collectConfiguration } from './configuration.ts'
import { collectLogs } from './function-logs.ts'
import { readProducerSha256 } from './producer-log.ts'
import { provenanceOf } from './provenance.ts'
import type { Report } from './report.ts'
import { reportMarkdown } from './report-markdown.ts'
import { runIdOf } from './run-id.ts'

/** What was done and measured in one run. */
export interface Run {
  readonly target: 'local' | 'aws'
  readonly startedAt: string
  readonly quick: boolean
  readonly seed: number
  readonly command: string
  readonly exercise: Exercise
  readonly measurements: Measurements
}

export interface Evidence {
  /** Relative to the repository: `evidence/<runId>`. */
  readonly folder: string
  readonly report: Report
}

const evidenceRoot = fileURLToPath(new URL('../../evidence', import.meta.url))

/** Reads the live configuration and logs and writes the bundle of a run. */
export async function collectEvidence(
  system: DeployedSystem,
  run: Run,
  progress: Progress = silent,
): Promise<Evidence> {
  progress.step('Collect the evidence: configuration, stacks, logs, listing')
  const since = new Date(run.startedAt)
  const configuration = await collectConfiguration(system)
  const report = await reportOf(system, run, since)
  // After the reports: by then the logs have arrived.
  const logs = await collectLogs(system, since)
  const files: BundleFile[] = [
    { path: 'report.json', content: `${JSON.stringify(report, null, 2)}\n` },
    { path: 'report.md', content: reportMarkdown(report) },
    {
      path: 'invocations.ndjson',
      content: run.measurements.invocations.map(row => `${JSON.stringify(row)}\n`).join(''),
    },
    ...configuration,
    ...logs,
  ]
  await writeBundle(evidenceRoot, report.runId, files)
  progress.detail(`${files.length + 1} files`)
  return { folder: `evidence/${report.runId}`, report }
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
