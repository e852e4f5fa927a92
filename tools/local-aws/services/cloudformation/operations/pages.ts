import { AwsError } from '../../../aws-error.ts'
import { encodedPage } from '../../../page.ts'

/** CloudFormation itself chooses the size of its pages. @throws AwsError ValidationError */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  size = 100,
): { items: T[]; nextToken?: string } {
  const { items, next } = encodedPage(all, token, size, new AwsError('ValidationError', 'Invalid NextToken'))
  return { items, ...(next !== undefined && { nextToken: next }) }
}
