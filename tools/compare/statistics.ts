import { quantileSorted, wilcoxonRankSum } from 'simple-statistics'
import { randomNumbers } from '../model/random.ts'

/** Samples by deployment, the unit of replication. */
export type Clusters = readonly (readonly number[])[]

export interface Estimate {
  readonly value: number
  /** 95 % bootstrap percentile interval. */
  readonly low: number
  readonly high: number
}

export interface SampleSummary {
  readonly samples: number
  readonly deployments: number
  readonly median: Estimate
  /**
   * null below 59 samples. 0.95^59 < 0.05, so 59 is the smallest number whose largest sample bounds p95 with 95 %
   * confidence.
   */
  readonly p95: number | null
  /** null below 299 samples, by the same rule: 0.99^299 < 0.05. */
  readonly p99: number | null
}

export interface Contrast {
  /** The first median divided by the second. */
  readonly ratio: Estimate
  /** The first median minus the second, in the samples' unit. */
  readonly difference: Estimate
  /**
   * The share of pairs in which the first sample is above the second, minus the share in which it is below: from -1 to
   * 1 (Cliff, "Dominance statistics", Psychological Bulletin 114, 1993).
   */
  readonly cliffsDelta: number
  readonly samples: readonly [number, number]
}

const resamples = 2000
const leastFor = { p95: 59, p99: 299 }

/** Returns null without samples. The same samples and seed give the same figures. */
export function summarizeClusters(clusters: Clusters, seed: number): SampleSummary | null {
  const sorted = ascending(clusters.flat())
  if (sorted.length === 0) return null
  const draws = bootstrap([clusters], seed, ([drawn]) => medianOf(drawn!))
  const at = (p: number, least: number) => (sorted.length < least ? null : quantileSorted(sorted, p))
  return {
    samples: sorted.length,
    deployments: clusters.filter(cluster => cluster.length > 0).length,
    median: estimate(quantileSorted(sorted, 0.5), draws),
    p95: at(0.95, leastFor.p95),
    p99: at(0.99, leastFor.p99),
  }
}

/** Returns null if one of the two has no samples. */
export function contrast(first: Clusters, second: Clusters, seed: number): Contrast | null {
  const [all, others] = [first.flat(), second.flat()]
  if (all.length === 0 || others.length === 0) return null
  const medians = bootstrap([first, second], seed, ([a, b]) => [medianOf(a!), medianOf(b!)] as const)
  const [a, b] = [medianOf(all), medianOf(others)]
  return {
    ratio: estimate(
      a / b,
      medians.map(([a, b]) => a / b),
    ),
    difference: estimate(
      a - b,
      medians.map(([a, b]) => a - b),
    ),
    cliffsDelta: cliffsDelta(all, others),
    samples: [all.length, others.length],
  }
}

/**
 * Computes delta from the rank sum: U = R - n(n + 1)/2 counts the pairs in which the first is above, ties as half, and
 * delta is 2U/(nm) - 1.
 */
export function cliffsDelta(first: readonly number[], second: readonly number[]): number {
  const [n, m] = [first.length, second.length]
  const u = wilcoxonRankSum([...first], [...second]) - (n * (n + 1)) / 2
  return (2 * u) / (n * m) - 1
}

/**
 * A bootstrap of two levels (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8). It
 * draws deployments with replacement, the same ones for all groups, because the groups share them, and then samples
 * within each. With a single deployment only the samples are drawn, so the interval does not contain the difference
 * between deployments.
 */
function bootstrap<T>(groups: readonly Clusters[], seed: number, statistic: (drawn: Float64Array[]) => T): T[] {
  const random = randomNumbers(seed, 'bootstrap by deployment')
  const pick = (count: number) => Math.floor(random() * count)
  const deployments = Math.max(...groups.map(group => group.length))
  const draw = () => {
    const chosen = Array.from({ length: deployments }, () => pick(deployments))
    return groups.map(group => {
      const clusters = chosen.map(index => group[index] ?? [])
      const drawn = new Float64Array(clusters.reduce((sum, { length }) => sum + length, 0))
      let at = 0
      for (const cluster of clusters) {
        for (let left = cluster.length; left > 0; left -= 1) drawn[at++] = cluster[pick(cluster.length)]!
      }
      return drawn
    })
  }
  const results: T[] = []
  // A draw may contain only deployments in which a group has no samples. At least one deployment has some.
  while (results.length < resamples) {
    const drawn = draw()
    if (drawn.every(({ length }) => length > 0)) results.push(statistic(drawn))
  }
  return results
}

function estimate(value: number, draws: readonly number[]): Estimate {
  const sorted = ascending(draws)
  return { value, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) }
}

// Typed arrays sort several times as fast, and a comparison sorts millions of samples.
function medianOf(samples: readonly number[] | Float64Array): number {
  const sorted = Float64Array.from(samples).sort()
  const middle = sorted.length / 2
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function ascending(samples: readonly number[]): number[] {
  return [...samples].sort((a, b) => a - b)
}
