import { AwsError } from '../../aws-error.ts'
import { encodedPage } from '../../page.ts'

/** "The response is paginated at 100 per page": botocore/data/efs/2015-02-01/service-2.json, DescribeFileSystems. */
const maxItems = 100

/** Returns one page; `next` is the token of the next one, if there is one. @throws AwsError BadRequest */
export function pageOf<T>(
  all: readonly T[],
  marker: string | undefined,
  size = maxItems,
): { items: T[]; next?: string } {
  const invalid = new AwsError('BadRequest', 'Invalid pagination token.')
  return encodedPage(all, marker, Math.min(size, maxItems), invalid)
}
