import type { Invocation } from '../measure/invocation.ts'

/**
 * One direct call of a function of the comparison, as it was measured. Times are in milliseconds; the clocks are those of
 * Invocation. `kept` is false if the row does not count, and `discardedBecause` says why.
 */
export interface Row extends Omit<Invocation, 'phase'> {
  /** Which fresh deployment, from 0: the unit of replication. */
  readonly deployment: number
  /** Cold calls of all cells, one after another in an order of its own, are a round. From 0. */
  readonly round: number
  /** Its place in the round, from 0. */
  readonly order: number
  readonly store: string
  readonly sizeMib: number
  readonly memoryMb: number
  readonly phase: 'cold' | 'warm' | 'burst'
  /** Calls that were made at once; 1 but in a burst. */
  readonly concurrency: number
}
