import { discardCounts } from '../measure/discard-counts.ts'
import type { Comparison } from './comparison.ts'
import type { Row } from './row.ts'
import { comparedStores } from './stores.ts'
import { type Clusters, type Contrast, contrast, type SampleSummary, summarizeClusters } from './statistics.ts'

/** The compared metrics, each from one row, in milliseconds. */
const metrics = {
  /** The whole cold call, on the client's clock. */
  coldMs: { phase: 'cold', of: ({ clientMs }: Row) => clientMs },
  /** From the request of the model to its session, on the Consumer's clock, for cold calls. */
  loadMs: { phase: 'cold', of: ({ stages }: Row) => stages?.modelLoadMs },
  warmMs: { phase: 'warm', of: ({ clientMs }: Row) => clientMs },
  /** The negative control: the same work runs for every store. */
  inferenceMs: { phase: 'warm', of: ({ stages }: Row) => stages?.inferenceMs },
} as const

type Metric = keyof typeof metrics

export interface CellFinding {
  readonly store: string
  readonly sizeMib: number
  readonly metric: Metric
  readonly requested: number
  readonly discarded: Readonly<Record<string, number>>
  readonly summary: SampleSummary | null
  /**
   * The contrast with the shared file system at the same size. Missing for the file system itself, and if it lacks the
   * size.
   */
  readonly contrast?: Contrast
}

export interface BurstFinding {
  readonly store: string
  readonly sizeMib: number
  readonly concurrency: number
  readonly requested: number
  readonly discarded: Readonly<Record<string, number>>
  readonly summary: SampleSummary | null
  /** The samples that count, in ascending order. */
  readonly sortedMs: readonly number[]
}

export interface FreshnessFinding {
  readonly store: string
  readonly environment: 'warm' | 'cold'
  readonly sizeMib: number
  readonly summary: SampleSummary | null
  /** The number of rounds without a right answer within the time limit. */
  readonly never: number
}

/**
 * The negative control of one store and size: warm inference against that of the shared file system. `same`: the
 * interval of the ratio lies within the margin; `differs`: it lies on one side of 1; `open`: there are too few samples
 * to decide.
 */
export interface ControlFinding {
  readonly store: string
  readonly sizeMib: number
  readonly verdict: 'same' | 'differs' | 'open'
  readonly contrast: Contrast
}

export interface Findings {
  readonly cells: readonly CellFinding[]
  readonly bursts: readonly BurstFinding[]
  readonly freshness: readonly FreshnessFinding[]
  readonly controls: readonly ControlFinding[]
}

const reference = comparedStores[0]!.id
/** Chosen before anything was measured: a difference of less than a tenth in warm inference does not matter. */
export const controlMargin = 0.1

/** Computes all contents of figures and tables from the raw rows. The same rows give the same findings. */
export function findingsOf({ rows, freshness, choices: { seed } }: Comparison): Findings {
  const places = distinct(rows.filter(({ phase }) => phase === 'cold'))
  const cells = places.flatMap(place =>
    (Object.keys(metrics) as Metric[]).map(metric => cellFinding(rows, place, metric, seed)),
  )
  const controls = cells.flatMap(({ metric, store, sizeMib, contrast }) =>
    metric === 'inferenceMs' && contrast ? [{ store, sizeMib, verdict: verdictOf(contrast), contrast }] : [],
  )
  return { cells, bursts: burstFindings(rows, seed), freshness: freshnessFindings(freshness, seed), controls }
}

function cellFinding(all: readonly Row[], place: Place, metric: Metric, seed: number): CellFinding {
  const { phase } = metrics[metric]
  const rows = all.filter(row => row.phase === phase && isAt(row, place))
  const own = clustersOf(rows, metric)
  const others = all.filter(row => row.phase === phase && isAt(row, { ...place, store: reference }))
  const against = place.store === reference ? null : contrast(own, clustersOf(others, metric), seed)
  return {
    ...place,
    metric,
    requested: rows.length,
    discarded: discardCounts(rows),
    summary: summarizeClusters(own, seed),
    ...(against && { contrast: against }),
  }
}

function burstFindings(all: readonly Row[], seed: number): BurstFinding[] {
  const bursts = all.filter(({ phase }) => phase === 'burst')
  return distinct(bursts).flatMap(place => {
    const ofPlace = bursts.filter(row => isAt(row, place))
    return [...new Set(ofPlace.map(({ concurrency }) => concurrency))].map(concurrency => {
      const rows = ofPlace.filter(row => row.concurrency === concurrency)
      const clusters = clustersOf(rows, 'coldMs')
      const sortedMs = clusters.flat().sort((a, b) => a - b)
      const summary = summarizeClusters(clusters, seed)
      return { ...place, concurrency, requested: rows.length, discarded: discardCounts(rows), summary, sortedMs }
    })
  })
}

function freshnessFindings(rows: Comparison['freshness'], seed: number): FreshnessFinding[] {
  return distinct(rows).flatMap(place =>
    (['warm', 'cold'] as const).flatMap(environment => {
      const own = rows.filter(row => row.environment === environment && isAt(row, place))
      if (own.length === 0) return []
      const never = own.filter(({ freshMs }) => freshMs === null).length
      return [
        {
          ...place,
          environment,
          summary: summarizeClusters(
            byDeployment(own, row => row.freshMs),
            seed,
          ),
          never,
        },
      ]
    }),
  )
}

function verdictOf({ ratio: { low, high } }: Contrast): ControlFinding['verdict'] {
  if (low >= 1 - controlMargin && high <= 1 + controlMargin) return 'same'
  return low > 1 || high < 1 ? 'differs' : 'open'
}

interface Place {
  readonly store: string
  readonly sizeMib: number
}

function isAt(row: Place, { store, sizeMib }: Place): boolean {
  return row.store === store && row.sizeMib === sizeMib
}

/** The stores in their order, each with its sizes from small to large. */
function distinct(rows: readonly Place[]): Place[] {
  return comparedStores.flatMap(({ id: store }) =>
    [...new Set(rows.filter(row => row.store === store).map(({ sizeMib }) => sizeMib))]
      .sort((a, b) => a - b)
      .map(sizeMib => ({ store, sizeMib })),
  )
}

function clustersOf(rows: readonly Row[], metric: Metric): Clusters {
  return byDeployment(
    rows.filter(({ kept }) => kept),
    metrics[metric].of,
  )
}

function byDeployment<T extends { deployment: number }>(
  rows: readonly T[],
  of: (row: T) => number | null | undefined,
): Clusters {
  const clusters: number[][] = []
  for (const row of rows) {
    const value = of(row)
    if (value !== null && value !== undefined) (clusters[row.deployment] ??= []).push(value)
  }
  return Array.from(clusters, cluster => cluster ?? [])
}
