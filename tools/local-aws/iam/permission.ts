import type { PolicyDocument } from './policy-document.ts'

/** An IAM action on a resource, with the condition keys that the service sets for it. */
export interface Permission {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
  /** The resource's own policy, if it has one (an S3 bucket's). It can also allow and deny. */
  readonly resourcePolicy?: PolicyDocument
}
