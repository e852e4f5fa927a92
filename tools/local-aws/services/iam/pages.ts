import { AwsError } from '../../aws-error.ts'
import { encodedPage } from '../../page.ts'

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html: "If you do not include this parameter, the number of items defaults to 100."
const defaultSize = 100

/** The members of a list operation's answer that describe its page. */
interface PageMembers {
  readonly IsTruncated: boolean
  /** Present only if there is another page. */
  readonly Marker?: string
}

/** Returns one page of a list, and its members of the answer. @throws AwsError ValidationError */
export function pageOf<T>(
  all: readonly T[],
  { Marker, MaxItems = defaultSize }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): { items: T[]; members: PageMembers } {
  // No source is recorded for the words.
  const { items, next } = encodedPage(all, Marker, MaxItems, new AwsError('ValidationError', 'Invalid Marker.'))
  return { items, members: { IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) } }
}
