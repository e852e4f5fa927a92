/** The outcome of an invocation. `exited`: the process ended without an answer. `unbuilt`: it never began. */
export type Outcome =
  | { readonly kind: 'answered' | 'failed'; readonly payload: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'initFailed'; readonly payload: Uint8Array; readonly errorType: string }
  /** `exit`: see exitReason. */
  | { readonly kind: 'exited'; readonly exit: string | undefined }
  | { readonly kind: 'unbuilt'; readonly exit: string }

/** An outcome, or the end of the time limit. */
export type Ended = Outcome | { readonly kind: 'timedOut' }

/** Lambda's name of the outcome in its records. `failure` is Lambda's own. */
export function statusOf({ kind }: Ended): 'success' | 'error' | 'failure' | 'timeout' {
  if (kind === 'answered') return 'success'
  if (kind === 'timedOut') return 'timeout'
  return kind === 'unbuilt' ? 'failure' : 'error'
}

/**
 * The type of the error that ended the environment or withheld an answer. Undefined for an error that the handler
 * threw.
 */
export function errorTypeOf(ended: Ended): string | undefined {
  if (ended.kind === 'initFailed') return ended.errorType
  if (ended.kind === 'exited') return 'Runtime.ExitError'
  return ended.kind === 'tooLarge' ? 'Function.ResponseSizeTooLarge' : undefined
}
