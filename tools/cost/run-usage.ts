import type { Usage } from './estimate.ts'
import { number } from './estimate.ts'
import type { MeasuredRun } from './measured-run.ts'
import { verificationUsage } from './verification-usage.ts'

export interface RunAssumptions {
  /** How long the system runs: deployment, measurement, and a teardown that waits for network interfaces. */
  readonly hours: number
  /**
   * The factor for the calls in the bundle: the verification of the criteria uses the system after the logs were read.
   */
  readonly margin: number
}

export const defaultRunAssumptions: RunAssumptions = { hours: 2, margin: 2 }

export const gigabyte = 1024 ** 3
const hoursPerMonth = 730

// Assumed: each prediction makes twenty requests without file data, half of them for reading (lookup, open, attributes,
// close …), half for writing (create, attributes, flush, rename, close …), at 4 KiB each, the increment in which EFS
// meters (https://docs.aws.amazon.com/efs/latest/ug/metered-sizes.html). Each is metered once.
export const efsMetadataBytes = { read: 10 * 4096, write: 10 * 4096 }

/** Computes the usage of one demonstration from its own records, with the verification of the criteria after them. */
export function runUsage(run: MeasuredRun, { hours, margin }: RunAssumptions): Usage[] {
  const verified = verificationUsage(run.report)
  const requests = (run.producer.requests + run.consumer.requests) * margin
  const calls = (run.producer.requests + run.consumer.requests - run.events) * margin
  const copied = verified.watchedBytes + verified.wholeBytes + verified.claimedBytes
  const claimedRead = verified.claimedBytes * verified.claimedReads
  const { large } = run.report.ingest
  // The Producer copies these as fast as the large object. Reading the GiB back and loading the claims' model are as
  // fast.
  const copySeconds = ((copied + verified.wholeBytes) / large.bytes) * (large.durationMs / 1000)
  const loadSeconds = (claimedRead / large.bytes) * (large.durationMs / 1000)
  const gbSeconds =
    (run.producer.gbSeconds + run.consumer.gbSeconds) * margin +
    copySeconds * run.producer.memoryGb +
    loadSeconds * run.consumer.memoryGb
  const written = run.ingested.bytes + run.consumer.requests * efsMetadataBytes.write * margin
  const read =
    (run.consumer.coldStarts * run.modelBytes + run.consumer.requests * (run.inputBytes + efsMetadataBytes.read)) *
    margin
  const artifacts = run.report.provenance.bundles
  const artifactBytes = Object.values(artifacts).reduce((sum, { bytes }) => sum + bytes, 0)
  const files = Object.keys(artifacts).length + Object.keys(run.report.provenance.templates).length
  const parts = Math.ceil(large.bytes / partBytes)
  const puts = files + markers + (run.ingested.files + run.archived) * margin + parts + 2 + verified.puts + lists
  const gets = files + markers + 2 * run.ingested.files * margin + verified.gets
  const logs = run.logBytes * margin
  const share = hours / hoursPerMonth
  const storedFor = `for ${number(hours)} h of ${hoursPerMonth} h`
  const times = margin === 1 ? '' : `, × ${number(margin)} for the verification`
  const inBucket = artifactBytes + run.ingested.bytes + verified.bucketBytes
  const onEfs = run.ingested.bytes + copied
  return [
    {
      priceId: 'lambda-requests',
      quantity: requests,
      because: `${run.consumer.requests} of the Consumer, ${run.producer.requests} of the Producer${times}`,
    },
    {
      priceId: `lambda-gb-seconds-${run.architecture}`,
      quantity: gbSeconds,
      because: `memory in GB × billed seconds of each call, ${run.consumer.coldStarts + run.producer.coldStarts} cold starts included${times}; ${copySeconds.toFixed(1)} s for the verification to copy ${size(copied)} and to read ${size(verified.wholeBytes)} back, ${loadSeconds.toFixed(1)} s to load ${size(claimedRead)} of a model`,
    },
    {
      priceId: 'api-gateway-requests',
      quantity: calls,
      because: `the same without ${run.events} S3 events${times}`,
    },
    {
      priceId: 's3-put',
      quantity: puts,
      because: `${files} artifacts, ${markers} prefixes, ${run.ingested.files} objects and ${run.archived} archiving a result${times}; ${parts} parts of the large object and its 2 ends, ${verified.puts} for the large objects of the verification, ${lists} listings`,
    },
    {
      priceId: 's3-get',
      quantity: gets,
      because: `a HEAD before each of ${files + markers} uploads; a HEAD and a GET for each of ${run.ingested.files} objects copied${times}; ${verified.gets} for the large objects of the verification`,
    },
    {
      priceId: 's3-storage',
      quantity: (inBucket / gigabyte) * share,
      because: `${size(inBucket)}, the verification's objects included, ${storedFor} at most`,
    },
    {
      priceId: 'efs-storage',
      quantity: (onEfs / gigabyte) * share,
      because: `${size(onEfs)}, the verification's files included, ${storedFor} at most`,
    },
    {
      priceId: 'efs-write',
      quantity: written / gigabyte,
      because: `${size(run.ingested.bytes)} ingested; 10 writing requests of 4 KiB a prediction${times}`,
    },
    {
      priceId: 'efs-write',
      quantity: copied / gigabyte,
      because: `the verification: ${size(verified.watchedBytes)} that criterion 2.5 watches, ${size(verified.wholeBytes)} of 2.6, ${size(verified.claimedBytes)} of the claims`,
    },
    {
      priceId: 'efs-read',
      quantity: read / gigabyte,
      because: `the model once a cold start, the input and 10 reading requests of 4 KiB a prediction${times}`,
    },
    {
      priceId: 'efs-read',
      quantity: (verified.wholeBytes + claimedRead) / gigabyte,
      because: `the verification: ${size(verified.wholeBytes)} of 2.6 read back to be hashed, and the model of the claims ${verified.claimedReads} times`,
    },
    { priceId: 'logs-ingestion', quantity: logs / gigabyte, because: `${size(run.logBytes)} of log records${times}` },
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
// The prefixes models/, inputs/ and outputs/, which the deployment makes.
const markers = 3
// One listing of outputs/ for the bundle; versions and uploads of two buckets, twice, when they are emptied.
const lists = 9

/** Formats bytes, such as `268.9 MiB`. */
export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}
