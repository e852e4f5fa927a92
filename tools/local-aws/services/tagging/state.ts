import type { Account } from './operation.ts'
import { type TaggedResource, taggedResources } from './tagged-resource.ts'

/** The tagging service stores no resources: it reads those of the other services. */
export class TaggingState {
  readonly account: Account
  /**
   * How long a listed resource is still listed after its deletion. On AWS, "GetResources" also returns deleted
   * resources, for minutes to hours (github.com/boto/boto3/issues/3341, github.com/aws/aws-cli/issues/4173). Unlike
   * AWS: 0 unless a test sets it, and only for resources that were listed before.
   */
  staleMs = 0
  readonly #listed = new Map<string, { readonly resource: TaggedResource; readonly at: number }>()

  constructor(account: Account) {
    this.account = account
  }

  /** Sorted by ARN, so that pages follow each other. */
  resources(): TaggedResource[] {
    const now = this.account.now().getTime()
    for (const resource of taggedResources(this.account)) this.#listed.set(resource.arn, { resource, at: now })
    for (const [arn, { at }] of this.#listed) if (at < now && now - at >= this.staleMs) this.#listed.delete(arn)
    return [...this.#listed.values()].map(({ resource }) => resource).sort((a, b) => (a.arn < b.arn ? -1 : 1))
  }
}
