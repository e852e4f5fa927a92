import type { Summary } from '../../measure/summary.ts'

export type UpperQuantile = 'p90' | 'p95' | 'p99'

/**
 * The fewest samples from which a quantile is printed: the largest of n samples lies above the quantile p with
 * probability 1 − pⁿ, and only where that is at least 95 % has the quantile an upper bound by order statistics. Hahn and
 * Meeker, Statistical Intervals (1991), chapter 5. report.json keeps every quantile, because its members are a contract.
 */
export const fewestSamples: Readonly<Record<UpperQuantile, number>> = { p90: 29, p95: 59, p99: 299 }

/** The mark in place of a quantile of too few samples. */
export const tooFewSamples = '–'

/** The quantile, in the metric's unit, or null where the samples are too few to print it. */
export function shownQuantile(summary: Summary, quantile: UpperQuantile): number | null {
  return summary.samples >= fewestSamples[quantile] ? summary[quantile] : null
}

/** Says why a cell has no quantile. */
export const quantileNote =
  `Quantiles interpolate linearly between order statistics. ${tooFewSamples}: too few samples for this quantile ` +
  `(p90 needs ${fewestSamples.p90}, p95 ${fewestSamples.p95}, p99 ${fewestSamples.p99}: with fewer the largest sample ` +
  `is no 95 % upper bound of it).`
