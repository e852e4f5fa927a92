import { CommandError } from '../command/command-error.ts'
import type { Report } from '../evidence/report.ts'

/** Returns a sentence for each claim of the demonstration that a run contradicts. */
export function contradictions({ parallel, sharedState, coldStart, warm }: Report): string[] {
  const { concurrency, succeeded, modelSha256 } = parallel
  return [
    ...(succeeded === concurrency
      ? []
      : [`${concurrency - succeeded} of ${concurrency} parallel calls did not succeed`]),
    ...(modelSha256.length === 1 ? [] : [`parallel calls read ${modelSha256.length} different models`]),
    ...sharedBytes(sharedState),
    ...(coldStart.clientMs === null ? ['no cold call counts'] : []),
    ...(warm.clientMs === null ? ['no warm call counts'] : []),
    ...(coldStart.clientMs && warm.clientMs && coldStart.clientMs.p50 <= warm.clientMs.p50
      ? ['cold calls were not slower than warm ones']
      : []),
  ]
}

function sharedBytes({ producerSha256, equal }: Report['sharedState']): string[] {
  if (producerSha256 === null)
    return ['what the Producer wrote was not found in its log, so nothing is known of its bytes']
  return equal ? [] : ['the Consumer read other bytes than the Producer wrote']
}

/** @throws CommandError DEMO_FAILED. The evidence of the run stays. */
export function requireClaims(report: Report, folder: string): void {
  const found = contradictions(report)
  if (found.length === 0) return
  throw new CommandError('DEMO_FAILED', `The run contradicts the demonstration: ${found.join('; ')}.`, {
    nextStep: `Read ${folder}/invocations.ndjson and ${folder}/logs/.`,
  })
}
