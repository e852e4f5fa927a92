import type { Verification } from './verification.ts'

/** `1.1` to `7.5`, as in the requirements. */
export type CriterionId = `${1 | 2 | 3 | 4 | 5 | 6 | 7}.${number}`

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

export type Status = 'pass' | 'fail' | 'manual'

/** An entry of `requirements.json`. */
export interface Verdict {
  readonly id: CriterionId
  readonly status: Status
  readonly claim: string
  /** What was observed, each as `call: observation`; on failure first what does not hold. */
  readonly evidence: string
  /** The calls and files that it was observed by. */
  readonly source: string
}
