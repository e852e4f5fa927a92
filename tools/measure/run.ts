import type { Exercise } from '../exercise/exercise.ts'
import type { Measurements } from './measure.ts'

/** Everything done and measured in one run. */
export interface Run {
  readonly target: 'local' | 'aws'
  /** The root stack of the run. A run belongs to one deployment. */
  readonly stackId: string
  readonly startedAt: string
  readonly quick: boolean
  readonly seed: number
  readonly command: string
  readonly exercise: Exercise
  readonly measurements: Measurements
}
