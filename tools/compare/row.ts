import type { Invocation } from '../measure/invocation.ts'

/**
 * One measured call of a function of the comparison. Times are in milliseconds, on the clocks of Invocation. `kept` is
 * false if the row does not count, and `discardedBecause` has the reason.
 */
export interface Row extends Omit<Invocation, 'phase'> {
  /** The index of the deployment, from 0. A deployment is the unit of replication. */
  readonly deployment: number
  /** The index of the round, from 0. A round is one cold call of every cell, in a random order. */
  readonly round: number
  /** The position in the round, from 0. */
  readonly order: number
  readonly store: string
  readonly sizeMib: number
  readonly memoryMb: number
  readonly phase: 'cold' | 'warm' | 'burst'
  /** The number of simultaneous calls; 1 except in a burst. */
  readonly concurrency: number
}
