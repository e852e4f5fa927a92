import type { Usage } from './estimate.ts'
import { number } from './estimate.ts'
import type { MeasuredRun } from './measured-run.ts'

export interface RunAssumptions {
  /** How long the system stands: deployment, measurement, and a teardown that waits for network interfaces. */
  readonly hours: number
  /** The calls in the bundle times this: the criteria are verified by using the system after the logs were read. */
  readonly margin: number
}

export const defaultRunAssumptions: RunAssumptions = { hours: 2, margin: 2 }

export const gigabyte = 1024 ** 3
export const hoursPerMonth = 730

// Assumed: twenty requests that carry no file data (open, attributes, flush, rename, close …) a prediction, at 4 KiB each,
// the increment in which EFS meters (https://docs.aws.amazon.com/efs/latest/ug/metered-sizes.html).
export const efsMetadataBytes = 20 * 4096

/** What one demonstration uses, by its own records. */
export function runUsage(run: MeasuredRun, { hours, margin }: RunAssumptions): Usage[] {
  const requests = (run.producer.requests + run.consumer.requests) * margin
  const calls = (run.producer.requests + run.consumer.requests - run.events) * margin
  const gbSeconds = (run.producer.gbSeconds + run.consumer.gbSeconds) * margin
  const written = (run.ingested.bytes + run.consumer.requests * efsMetadataBytes) * margin
  const read =
    (run.consumer.coldStarts * run.modelBytes + run.consumer.requests * (run.inputBytes + efsMetadataBytes)) * margin
  const artifacts = run.report.provenance.bundles
  const artifactBytes = Object.values(artifacts).reduce((sum, { bytes }) => sum + bytes, 0)
  const files = Object.keys(artifacts).length + Object.keys(run.report.provenance.templates).length
  const parts = Math.ceil(run.report.ingest.large.bytes / partBytes)
  const puts = files + markers + (run.ingested.files + parts + 2 + run.archived) * margin + lists
  const gets = files + markers + 2 * (run.ingested.files + run.events) * margin
  const logs = run.logBytes * margin
  const share = hours / hoursPerMonth
  const storedFor = `for ${number(hours)} h of ${hoursPerMonth} h`
  const twice = margin === 1 ? '' : `, × ${number(margin)} for the verification`
  return [
    {
      priceId: 'lambda-requests',
      quantity: requests,
      because: `${run.consumer.requests} of the Consumer, ${run.producer.requests} of the Producer${twice}`,
    },
    {
      priceId: `lambda-gb-seconds-${run.architecture}`,
      quantity: gbSeconds,
      because: `memory in GB × billed seconds of each call, ${run.consumer.coldStarts + run.producer.coldStarts} cold starts included${twice}`,
    },
    {
      priceId: 'api-gateway-requests',
      quantity: calls,
      because: `the same without ${run.events} S3 events${twice}`,
    },
    {
      priceId: 's3-put',
      quantity: puts,
      because: `${files} artifacts, ${markers} prefixes, ${run.ingested.files} objects, ${parts} parts of the large one and its 2 ends, ${run.archived} archiving a result${twice}, ${lists} listings`,
    },
    {
      priceId: 's3-get',
      quantity: gets,
      because: `a HEAD before each upload; a HEAD and a GET for each object copied${twice}`,
    },
    {
      priceId: 's3-storage',
      quantity: ((artifactBytes + run.ingested.bytes * margin) / gigabyte) * share,
      because: `${size(artifactBytes + run.ingested.bytes * margin)} ${storedFor}`,
    },
    {
      priceId: 'efs-storage',
      quantity: ((run.ingested.bytes * margin) / gigabyte) * share,
      because: `${size(run.ingested.bytes * margin)} ${storedFor}`,
    },
    {
      priceId: 'efs-write',
      quantity: written / gigabyte,
      because: `${size(run.ingested.bytes)} ingested, and 20 requests of 4 KiB a prediction${twice}`,
    },
    {
      priceId: 'efs-read',
      quantity: read / gigabyte,
      because: `the model once a cold start, the input and 20 requests of 4 KiB a prediction${twice}`,
    },
    { priceId: 'logs-ingestion', quantity: logs / gigabyte, because: `${size(run.logBytes)} of log records${twice}` },
    { priceId: 'logs-storage', quantity: (logs / gigabyte) * share, because: `the same ${storedFor}` },
    {
      priceId: 'transfer-out',
      quantity: (calls * run.responseBytes + logs) / gigabyte,
      because: `${run.responseBytes} bytes an answer, and the logs read once`,
    },
  ]
}

// tools/exercise/large-object.ts uploads in parts of 16 MiB.
const partBytes = 16 * 1024 ** 2
// models/, inputs/ and outputs/, made by the deployment.
const markers = 3
// The outputs/ listing of the bundle; versions and uploads of two buckets, twice, when they are emptied.
const lists = 9

/** 268.9 MiB. */
export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
