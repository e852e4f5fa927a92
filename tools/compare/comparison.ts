import type { ForbiddenCell } from './cells.ts'
import type { FreshnessRow } from './freshness.ts'
import type { Row } from './row.ts'

/** The options of a run. */
export interface ComparisonChoices {
  readonly quick: boolean
  readonly seed: number
  readonly stores: readonly string[]
  readonly sizesMib: readonly number[]
  /** The samples of a cell, in each deployment. */
  readonly coldSamples: number
  readonly warmSamples: number
  readonly memoryMb: number
  /**
   * Simultaneous calls of each burst. Bursts use the largest of the sizes that all stores have, freshness the smallest.
   */
  readonly burst: readonly number[]
  readonly freshnessRounds: number
}

/** One new deployment of everything, the unit of replication. */
export interface ComparedDeployment {
  readonly index: number
  readonly stackId: string
  readonly region: string
  readonly startedAt: string
  readonly endedAt: string
  /** The models, by their size in MiB. */
  readonly models: readonly { readonly sizeMib: number; readonly sha256: string }[]
  /** Base64 SHA-256 of each function's package, as Lambda reports it. */
  readonly codeSha256: Readonly<Record<string, string>>
}

/** Everything that was measured, raw. All figures and tables are derived from it. */
export interface Comparison {
  readonly format: 1
  readonly target: 'local' | 'aws'
  /** How the local AWS was slowed down. If this is set, the times are a simulation. */
  readonly simulation?: string
  readonly command: string
  readonly gitCommit: string | null
  /** Whether the working tree differed from the commit. */
  readonly dirty: boolean | null
  readonly choices: ComparisonChoices
  readonly deployments: readonly ComparedDeployment[]
  readonly forbidden: readonly ForbiddenCell[]
  readonly rows: readonly Row[]
  readonly freshness: readonly FreshnessRow[]
}

/** The sentence about place and conditions in every figure and table of a run. */
export function placeSentence({ target, simulation, deployments, choices }: Comparison): string {
  const times = deployments.length === 1 ? 'one deployment' : `${deployments.length} deployments`
  const quick = choices.quick ? ', quick run, not for print' : ''
  if (target === 'aws') return `AWS, ${deployments[0]?.region}, ${times}${quick}`
  if (simulation) return `Simulation on one machine, ${times}${quick}`
  return `Local AWS on one machine, no network: times say nothing about AWS; ${times}${quick}`
}
