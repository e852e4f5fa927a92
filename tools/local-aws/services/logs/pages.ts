import { AwsError } from '../../aws-error.ts'
import { page, placeOf } from '../../page.ts'

/** The default number of items on a page: the maximum, as in constraints.ts. */
export const defaultLimits = { describe: 50, events: 10_000 } as const

/** Returns one page; the token is the position of the next page. @throws AwsError InvalidParameterException */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  limit: number,
): { items: T[]; nextToken?: string } {
  const invalid = new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
  const { items, next } = page(all, placeOf(token, invalid), limit)
  return { items, nextToken: next?.toString() }
}
