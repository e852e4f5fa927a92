import type { VerdictId } from '../evidence/verdicts/verdict.ts'
import type { Verification } from './verification.ts'

/** One acceptance criterion, or one claim of the README, and its check on the running system. */
export interface Criterion {
  readonly id: VerdictId
  /** The requirement in one sentence. */
  readonly claim: string
  /** Files of this repository that fulfil the criterion, for the requirements table. */
  readonly builtIn: readonly string[]
  /** Files of a bundle that show it, besides requirements.json. */
  readonly shownIn: readonly string[]
  /**
   * Checks the system and reports its observations. If the check throws, the criterion fails with that error as its
   * observation, and the other criteria are still checked.
   */
  readonly check: (verification: Verification, findings: Findings) => Promise<void>
}

/** Receives what a check reports. */
export interface Findings {
  /** Records an observation (ids, values, status codes, hashes) and its source, a call or a file. */
  observed(source: string, observation: string): void
  /** A part of the claim. If it does not hold, the criterion fails; the check continues and may find more. */
  expect(holds: boolean, otherwise: string): void
  /** Only a person can judge the claim: why no machine can, and what that person should read. */
  leaveToReader(reason: string): void
}
