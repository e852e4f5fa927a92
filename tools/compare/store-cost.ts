import { partBytes } from '../../functions/bucket/lanes.ts'
import { type PriceTable, priceOf } from '../cost/price-table.ts'
import { efsMetadataBytes, gigabyte } from '../cost/run-usage.ts'

/** The cost of one prediction in USD, without the monthly free tier. */
export interface PredictionCost {
  readonly coldUsd: number
  readonly warmUsd: number
}

/** How reads from the file system are charged. */
export type ReadCharge = 'elastic' | 'bursting'

/**
 * Computes a prediction's cost from the calls' own billed time and the charges of the store for each call: S3 charges
 * requests, the file system with elastic throughput charges bytes. With bursting throughput reads are free and limited
 * by credits (docs.aws.amazon.com/efs/latest/ug/performance.html).
 */
export function predictionCost(
  prices: PriceTable,
  call: {
    readonly store: string
    readonly sizeMib: number
    readonly memoryMb: number
    readonly coldBilledMs: number
    readonly warmBilledMs: number
    readonly architecture?: 'x86_64' | 'arm64'
    readonly reads?: ReadCharge
  },
): PredictionCost {
  const { store, sizeMib, memoryMb, coldBilledMs, warmBilledMs, architecture = 'x86_64', reads = 'elastic' } = call
  const usd = (id: string) => priceOf(prices, id).usd
  const run = (billedMs: number) =>
    usd('lambda-requests') + (memoryMb / 1024) * (billedMs / 1000) * usd(`lambda-gb-seconds-${architecture}`)
  const bytes = sizeMib * 2 ** 20
  const each = { cold: 0, warm: 0 }
  if (store === 'efs' && reads === 'elastic') {
    each.warm = (efsMetadataBytes.read / gigabyte) * usd('efs-read')
    each.cold = each.warm + (bytes / gigabyte) * usd('efs-read')
  }
  if (store.startsWith('s3')) {
    each.warm = usd('s3-get') // the HEAD that checks whether the model has changed
    each.cold = each.warm + Math.ceil(bytes / partBytes) * usd('s3-get')
  }
  return { coldUsd: run(coldBilledMs) + each.cold, warmUsd: run(warmBilledMs) + each.warm }
}

/** USD for 1,000 predictions with this share of cold ones, 0 to 1. */
export function thousandUsd({ coldUsd, warmUsd }: PredictionCost, coldShare: number): number {
  return 1000 * (coldShare * coldUsd + (1 - coldShare) * warmUsd)
}

/** The share of cold calls, between 0 and 1, at which the two cost the same. Undefined if one is always cheaper. */
export function crossingShare(one: PredictionCost, other: PredictionCost): number | undefined {
  const atNone = one.warmUsd - other.warmUsd
  const atAll = one.coldUsd - other.coldUsd
  return atNone * atAll < 0 ? atNone / (atNone - atAll) : undefined
}
