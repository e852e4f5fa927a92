import type { Progress } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { exercise } from '../exercise/exercise.ts'
import { measure } from './measure.ts'
import type { Run } from './run.ts'
import { fullRun, quickRun } from './sample-sizes.ts'

export interface DemonstrateOptions {
  readonly quick: boolean
  readonly seed: number
  /** The command line, for the record. */
  readonly command: string
  /** When the run began, if a deployment or another step came before. */
  readonly startedAt?: string
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

/** Uses a deployed system once, end to end, then measures it. The evidence is about this run. */
export async function demonstrate(system: DeployedSystem, options: DemonstrateOptions): Promise<Run> {
  const { quick, seed, command, startedAt = new Date().toISOString(), progress, signal } = options
  const common = { progress, signal }
  const sizes = quick ? quickRun : fullRun
  const exercised = await exercise(system, { largeBytes: sizes.largeBytes, seed, ...common })
  const request = { fileId: exercised.sample.fileId, model: exercised.model }
  const measurements = await measure(system, request, { ...sizes, ...common })
  // The endpoint alone shows whether this is our AWS or Amazon's. Statistics of the two never share a table.
  const target = process.env.AWS_ENDPOINT_URL ? 'local' : 'aws'
  return { target, stackId: system.stackId, startedAt, quick, seed, command, exercise: exercised, measurements }
}
