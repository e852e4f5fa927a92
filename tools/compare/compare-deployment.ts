import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { AwsClients } from '../command/aws-clients.ts'
import { connectToAws } from '../command/aws-connection.ts'
import { type Progress, silent } from '../command/progress.ts'
import { artifactsBucketName, comparisonLogGroup } from '../deploy/names.ts'
import { targetPlatform } from '../deploy/target-platform.ts'
import { digitSamples } from '../exercise/digits.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { readPlatformReports, addReport } from '../measure/platform-reports.ts'
import { packageFunctions } from '../package/package-functions.ts'
import { burst } from './burst.ts'
import { cellsOf, cellsOfOneSize, type ForbiddenCell, storesNamed } from './cells.ts'
import { codeHashes } from './code-hashes.ts'
import type { ComparedDeployment, ComparisonChoices } from './comparison.ts'
import { withDiscards } from './discards.ts'
import { FreshEnvironments } from '../measure/fresh-environments.ts'
import { type FreshnessRow, freshness } from './freshness.ts'
import { BasePackage, type PackagePlace } from './function-package.ts'
import { placeModels } from './place-models.ts'
import type { Row } from './row.ts'
import { sweep } from './sweep.ts'

export interface DeploymentResult {
  readonly deployment: ComparedDeployment
  readonly forbidden: readonly ForbiddenCell[]
  readonly rows: readonly Row[]
  readonly freshness: readonly FreshnessRow[]
}

/** Measures all stores on one deployment that has comparison.yaml. */
export async function compareDeployment(
  system: DeployedSystem,
  index: number,
  choices: ComparisonChoices,
  { progress = silent, signal }: { progress?: Progress; signal?: AbortSignal } = {},
): Promise<DeploymentResult> {
  using connection = await connectToAws({ region: system.region, signal })
  const { clients, accountId } = connection
  // A retry would hide in the time.
  using withoutRetries = new AwsClients({ ...connection.clientConfig, maxAttempts: 1 }, signal)
  const lambda = withoutRetries.get(LambdaClient)
  const s3 = clients.get(S3Client)
  const folder = await mkdtemp(join(tmpdir(), 'compare-'))
  const startedAt = new Date()
  try {
    const artifactsBucket = artifactsBucketName(system.prefix, connection)
    const place: PackagePlace = { lambda, s3, artifactsBucket, accountId }
    const { platform, arch } = targetPlatform({}, connection)
    const zips = await packageFunctions({ outDir: folder, platform, arch })
    const [sample] = await digitSamples()
    const base = await BasePackage.read(zips.consumer.path, sample!.body)
    const { prefix, bucketName } = system
    const { stores, sizesMib, seed, memoryMb, coldSamples, warmSamples } = choices
    const { cells, forbidden } = cellsOf({ prefix, stores, sizesMib, memoryMb, packageBytes: base.bytes })
    const models = await placeModels(place, { choices, cells, folder, bucketName, base, progress, signal })
    const fresh = new FreshEnvironments(lambda)
    const { status } = progress
    const common = { deployment: index, memoryMb, seed, status, signal }
    try {
      progress.step(
        `Measure ${cells.length} cells, each ${coldSamples} times cold and ${warmSamples} times warm, mixed`,
      )
      const rows = await sweep(lambda, fresh, { ...common, cells, models, coldSamples, warmSamples })
      const largest = cellsOfOneSize(cells, sizes => Math.max(...sizes))
      if (choices.burst.length > 0 && largest.length > 0) {
        const { sizeMib } = largest[0]!
        progress.step(`Measure bursts of ${choices.burst.join(', ')} cold environments with ${sizeMib} MiB`)
        const options = { ...common, cells: largest, model: models.get(sizeMib)!, concurrencies: choices.burst }
        rows.push(...(await burst(lambda, fresh, options)))
      }
      const smallest = cellsOfOneSize(cells, sizes => Math.min(...sizes))
      const packaged = new Set(storesNamed(stores).flatMap(({ id, packaged }) => (packaged ? [id] : [])))
      const rounds = choices.freshnessRounds
      if (rounds > 0) progress.step(`Measure from the upload of a new model to the first right answer, ${rounds} times`)
      const seen = await freshness(fresh, {
        ...common,
        cells: smallest,
        packaged,
        rounds,
        folder,
        bucketName,
        base,
        place,
      })
      progress.status('')
      return {
        deployment: {
          index,
          stackId: system.stackId,
          region: system.region,
          startedAt: startedAt.toISOString(),
          endedAt: new Date().toISOString(),
          models: [...models.values()].map(({ sizeMib, sha256 }) => ({ sizeMib, sha256 })),
          codeSha256: await codeHashes(lambda, cells),
        },
        forbidden,
        rows: withDiscards(await withReports(clients.get(CloudWatchLogsClient), system, rows, startedAt, signal)),
        freshness: seen,
      }
    } finally {
      await fresh.restore()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function withReports(
  logs: CloudWatchLogsClient,
  system: DeployedSystem,
  rows: readonly Row[],
  since: Date,
  signal: AbortSignal | undefined,
): Promise<Row[]> {
  const ids = rows.flatMap(({ requestId }) => requestId ?? [])
  const reports = await readPlatformReports(logs, comparisonLogGroup(system.prefix), ids, { since, signal })
  return rows.map(row => addReport(row, reports))
}
