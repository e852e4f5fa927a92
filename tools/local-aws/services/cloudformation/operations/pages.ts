import { AwsError } from '../../../aws-error.ts'
import { base64, page, placeOf } from '../../../page.ts'

/** CloudFormation itself chooses the size of its pages. @throws AwsError ValidationError */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  size = 100,
): { items: T[]; nextToken?: string } {
  const start = placeOf(base64.decode(token), new AwsError('ValidationError', 'Invalid NextToken'))
  const { items, next } = page(all, start, size)
  return { items, ...(next !== undefined && { nextToken: base64.encode(next) }) }
}
