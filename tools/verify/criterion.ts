import type { CriterionId } from '../evidence/verdicts/verdict.ts'
import type { Verification } from './verification.ts'

/** One acceptance criterion and how it is looked at on the running system. */
export interface Criterion {
  readonly id: CriterionId
  /** What the requirement says, in one sentence. */
  readonly claim: string
  /** Where the system keeps the promise: files of this repository, for the requirements table. */
  readonly builtIn: readonly string[]
  /** Where a bundle shows it, besides requirements.json. */
  readonly shownIn: readonly string[]
  /**
   * Looks, and says what it saw. A check that throws makes the criterion fail with the error as what was observed; the
   * other criteria are still looked at.
   */
  readonly check: (look: Verification, findings: Findings) => Promise<void>
}

/** What a check tells while it looks. */
export interface Findings {
  /** Something observed (ids, values, status codes, hashes), and the call or file that showed it. */
  saw(source: string, observation: string): void
  /** A part of the claim. When it does not hold, the criterion fails; the check goes on and may see more. */
  must(holds: boolean, otherwise: string): void
  /** The claim is for a person to judge: why no machine can, and what to look at. */
  leaveToReader(reason: string): void
}
