import { type Usage, number } from './estimate.ts'
import type { MeasuredRun } from './measured-run.ts'
import { efsMetadataBytes, gigabyte, size } from './run-usage.ts'

/** A month in which the system runs, and the assumed use. */
export interface MonthAssumptions {
  readonly efsGb: number
  readonly s3Gb: number
  readonly predictionsPerDay: number
  /** The percentage of predictions without a warm environment. */
  readonly coldPercent: number
  readonly ingestsPerDay: number
  readonly ingestMb: number
  /** The days for which the log groups keep their records (parameter LogRetentionInDays). */
  readonly logDays: number
}

export const defaultMonthAssumptions: MonthAssumptions = {
  efsGb: 1,
  s3Gb: 1,
  predictionsPerDay: 1000,
  coldPercent: 5,
  ingestsPerDay: 10,
  ingestMb: 10,
  logDays: 14,
}

export const daysPerMonth = 30

/** Computes the usage of a month. A call costs as much as in the run, separately for cold and warm calls. */
export function monthUsage(run: MeasuredRun, month: MonthAssumptions): Usage[] {
  const predictions = month.predictionsPerDay * daysPerMonth
  const ingests = month.ingestsPerDay * daysPerMonth
  const cold = (predictions * month.coldPercent) / 100
  const perWarm = mean(run.consumer.warmGbSeconds, run.consumer.requests - run.consumer.coldStarts)
  const perCold = mean(run.consumer.gbSeconds - run.consumer.warmGbSeconds, run.consumer.coldStarts)
  const perIngest = mean(run.producer.gbSeconds, run.producer.requests)
  const ingestedGb = (ingests * month.ingestMb) / 1024
  const logsPerCall = mean(run.logBytes, run.consumer.requests + run.producer.requests)
  const logs = (predictions + ingests) * logsPerCall
  return [
    {
      priceId: 'efs-storage',
      quantity: month.efsGb,
      because: `${number(month.efsGb)} GB kept on EFS`,
    },
    {
      priceId: 's3-storage',
      quantity: month.s3Gb,
      because: `${number(month.s3Gb)} GB kept in S3, the zips included`,
    },
    {
      priceId: 'lambda-requests',
      quantity: predictions + ingests,
      because: `${number(predictions)} predictions and ${number(ingests)} ingests`,
    },
    {
      priceId: `lambda-gb-seconds-${run.architecture}`,
      quantity: (predictions - cold) * perWarm + cold * perCold + ingests * perIngest,
      because: `${number(predictions - cold)} warm × ${perWarm.toFixed(4)}, ${number(cold)} cold × ${perCold.toFixed(4)}, ${number(ingests)} ingests × ${perIngest.toFixed(4)}, each the run's mean`,
    },
    {
      priceId: 'api-gateway-requests',
      quantity: predictions + ingests,
      because: 'each through the API',
    },
    {
      priceId: 'efs-write',
      quantity: ingestedGb + (predictions * efsMetadataBytes.write) / gigabyte,
      because: `${number(ingests)} ingests × ${number(month.ingestMb)} MB, and 10 writing requests of 4 KiB a prediction`,
    },
    {
      priceId: 'efs-read',
      quantity: (cold * run.modelBytes + predictions * (run.inputBytes + efsMetadataBytes.read)) / gigabyte,
      because: `the model (${size(run.modelBytes)}) once a cold start, the input and 10 reading requests of 4 KiB a prediction`,
    },
    { priceId: 's3-put', quantity: ingests, because: 'one PUT an ingest; nothing archived' },
    { priceId: 's3-get', quantity: 2 * ingests, because: 'a HEAD and a GET an ingest' },
    {
      priceId: 'logs-ingestion',
      quantity: logs / gigabyte,
      because: `${number(Math.round(logsPerCall))} bytes a call, as in the run`,
    },
    {
      priceId: 'logs-storage',
      quantity: (logs / gigabyte) * (month.logDays / daysPerMonth),
      because: `kept for ${number(month.logDays)} days`,
    },
    {
      priceId: 'transfer-out',
      quantity: ((predictions + ingests) * run.responseBytes) / gigabyte,
      because: `${run.responseBytes} bytes an answer`,
    },
  ]
}

function mean(total: number, count: number): number {
  return count === 0 ? 0 : total / count
}
