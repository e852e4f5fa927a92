import { max, mean, min, quantileSorted, sampleStandardDeviation } from 'simple-statistics'

/** A summary of one metric over the kept samples, in the metric's own unit. */
export interface Summary {
  /** Number of samples. */
  readonly samples: number
  readonly min: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly max: number
  readonly mean: number
  /** Sample standard deviation: n − 1 in the denominator. 0 for a single value. */
  readonly stddev: number
  /** 95 % bootstrap percentile interval of p50. */
  readonly ci95: readonly [low: number, high: number]
}

const resamples = 2000

/**
 * Computes order statistics of the samples, or null without samples. The interval resamples them with a generator
 * seeded by `seed`, so that a report can be computed again from its raw rows. Efron and Tibshirani, An Introduction to
 * the Bootstrap (1993), chapter 13.
 */
export function summarize(samples: readonly number[], seed: number): Summary | null {
  if (samples.length === 0) return null
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (p: number) => round(quantileSorted(sorted, p))
  return {
    samples: sorted.length,
    min: round(min(sorted)),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: round(max(sorted)),
    mean: round(mean(sorted)),
    stddev: sorted.length > 1 ? round(sampleStandardDeviation(sorted)) : 0,
    ci95: medianInterval(sorted, seed),
  }
}

function medianInterval(samples: readonly number[], seed: number): [number, number] {
  const random = generator(seed)
  const medians = Array.from({ length: resamples }, () => {
    const drawn = samples.map(() => samples[Math.floor(random() * samples.length)]!)
    return quantileSorted(
      drawn.sort((a, b) => a - b),
      0.5,
    )
  }).sort((a, b) => a - b)
  return [round(quantileSorted(medians, 0.025)), round(quantileSorted(medians, 0.975))]
}

/** The clocks resolve microseconds. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** Mulberry32, by Tommy Ettinger (public domain): 32 bits of state suffice for drawing indices. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
