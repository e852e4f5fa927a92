import type { PolicyDocument } from './policy-document.ts'

/** An IAM action on a resource, with the condition keys that the service sets for it. */
export interface Permission {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
  /** The policy attached to the resource itself, when there is one (an S3 bucket's): it can allow too, and deny. */
  readonly resourcePolicy?: PolicyDocument
}
