import { CommandError } from '../command/command-error.ts'
import type { Report } from '../evidence/report.ts'

/** A sentence for each claim of the demonstration that a run does not bear out. */
export function contradictions({ parallel, sharedState, coldStart, warm }: Report): string[] {
  const { concurrency, succeeded, modelSha256 } = parallel
  return [
    ...(succeeded === concurrency
      ? []
      : [`${concurrency - succeeded} of ${concurrency} parallel calls did not succeed`]),
    ...(modelSha256.length === 1 ? [] : [`parallel calls read ${modelSha256.length} different models`]),
    ...(sharedState.equal ? [] : ['the Consumer read other bytes than the Producer wrote']),
    ...(coldStart.clientMs.p50 > warm.clientMs.p50 ? [] : ['cold calls were not slower than warm ones']),
  ]
}

/** @throws CommandError DEMO_FAILED; the evidence of the run is kept */
export function requireClaims(report: Report, folder: string): void {
  const found = contradictions(report)
  if (found.length === 0) return
  throw new CommandError('DEMO_FAILED', `The run does not show what it should: ${found.join('; ')}.`, {
    nextStep: `Look at ${folder}/invocations.ndjson and ${folder}/logs/.`,
  })
}
