import { Line } from './line.ts'
import type { Limit } from './limit.ts'
import { TokenBucket, type TokenBucketSize } from './token-bucket.ts'

const mebibyte = 2 ** 20

export interface EnvironmentNetwork extends TokenBucketSize {
  /** The speed while there are tokens. */
  readonly bytesPerSecond: number
}

/**
 * The network of one execution environment, separately for each direction, as Bodner, Radig, Justen, Ritter and Rabl
 * measured it (arXiv 2501.07771, section 4.2: us-east-1 in 2024, functions of 7,076 MB): about 300 MiB at 1.1 GB/s and
 * more, then 7.5 MiB in each 100 ms, which are the 625 Mbit/s of Lambda's quota "Network bandwidth per execution
 * environment". After the traffic stops, half of the 300 MiB comes back; the other half does not.
 */
export const publishedNetwork: EnvironmentNetwork = {
  bytesPerSecond: 1.1e9,
  onceBytes: 150 * mebibyte,
  capacityBytes: 150 * mebibyte,
  refillBytes: 7.5 * mebibyte,
  refillMs: 100,
}

/** The limits of one direction of one environment. All apply at once. */
export function environmentLimits(network: EnvironmentNetwork, nowMs: number, slackMs: number): readonly Limit[] {
  return [new Line(network.bytesPerSecond, slackMs), new TokenBucket(network, nowMs)]
}
