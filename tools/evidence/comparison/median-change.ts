import { quantileSorted } from 'simple-statistics'
import { generator } from '../../measure/summary.ts'

/** How the samples of one run differ from those of another, in the metric's own unit. */
export interface MedianChange {
  /** Median of the second minus median of the first, with its 95 % bootstrap percentile interval. */
  readonly difference: Estimate
  /** Median of the second divided by that of the first, with the same. */
  readonly ratio: Estimate
  /**
   * Cliff's delta: the share of pairs in which the second run's sample is larger, minus the share in which it is smaller;
   * −1 to 1, 0 where neither tends to be larger. Cliff, Psychological Bulletin 114 (1993), 494.
   */
  readonly cliffsDelta: number
}

export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

const resamples = 2000

/**
 * Compares two samples of times. Both are resampled on their own, with a generator seeded by `seed`, so that the same
 * rows give the same intervals. Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 8 and 13.
 *
 * @returns null where one has no samples
 */
export function medianChange(first: readonly number[], second: readonly number[], seed: number): MedianChange | null {
  if (first.length === 0 || second.length === 0) return null
  const random = generator(seed)
  const pairs = Array.from(
    { length: resamples },
    () => [drawnMedian(first, random), drawnMedian(second, random)] as const,
  )
  const estimate = (of: (a: number, b: number) => number): Estimate => {
    const drawn = pairs.map(([a, b]) => of(a, b)).sort((a, b) => a - b)
    return {
      value: of(median(first), median(second)),
      low: quantileSorted(drawn, 0.025),
      high: quantileSorted(drawn, 0.975),
    }
  }
  return {
    difference: estimate((a, b) => b - a),
    ratio: estimate((a, b) => b / a),
    cliffsDelta: cliffsDelta(first, second),
  }
}

function drawnMedian(samples: readonly number[], random: () => number): number {
  return median(samples.map(() => samples[Math.floor(random() * samples.length)]!))
}

function median(samples: readonly number[]): number {
  return quantileSorted(
    [...samples].sort((a, b) => a - b),
    0.5,
  )
}

function cliffsDelta(first: readonly number[], second: readonly number[]): number {
  let balance = 0
  for (const a of first) for (const b of second) balance += Math.sign(b - a)
  return balance / (first.length * second.length)
}
