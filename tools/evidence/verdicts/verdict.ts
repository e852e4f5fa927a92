/** `1.1` to `7.5`, as in the requirements. */
export type CriterionId = `${1 | 2 | 3 | 4 | 5 | 6 | 7}.${number}`

/** A claim of the README, `C1`, `C2` … */
export type ClaimId = `C${number}`

export type VerdictId = CriterionId | ClaimId

export type Status = 'pass' | 'fail' | 'manual'

/** An entry of `requirements.json`, or of `claims.json`. */
export interface Verdict {
  readonly id: VerdictId
  readonly status: Status
  readonly claim: string
  /** The observations, each as `call: observation`; after a failure, the broken sentences come first. */
  readonly evidence: string
  /** The calls and files of the observations. */
  readonly source: string
}

/** The verdicts, and a sentence for each thing that the checks could not undo. */
export type Verdicts = readonly Verdict[] & { readonly notUndone: readonly string[] }

/** Whether a verdict is about a claim of the README, and not about a criterion of the requirements. */
export function isClaim({ id }: { readonly id: string }): boolean {
  return id.startsWith('C')
}
