/** `1.1` to `7.5`, as in the requirements. */
export type CriterionId = `${1 | 2 | 3 | 4 | 5 | 6 | 7}.${number}`

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

/** The verdicts, and what of the checks could not be removed: sentences, none when all is as it was. */
export type Verdicts = readonly Verdict[] & { readonly notUndone: readonly string[] }
