import { AwsError } from '../../aws-error.ts'
import { base64, page, placeOf } from '../../page.ts'

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
  const start = placeOf(base64.decode(Marker), new AwsError('ValidationError', 'Invalid Marker.'))
  const { items, next } = page(all, start, MaxItems)
  if (next === undefined) return { items, members: { IsTruncated: false } }
  return { items, members: { IsTruncated: true, Marker: base64.encode(next) } }
}
