import { AwsError } from '../../aws-error.ts'
import { page, placeOf } from '../../page.ts'

/** How many items a page has when the request does not say: the most there may be, as constraints.ts has it. */
export const defaultLimits = { describe: 50, events: 10_000 } as const

/** One page; the token is the place where the next one starts. @throws AwsError InvalidParameterException */
export function pageOf<T>(
  all: readonly T[],
  token: string | undefined,
  limit: number,
): { items: T[]; nextToken?: string } {
  const invalid = new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
  const { items, next } = page(all, placeOf(token, invalid), limit)
  return { items, nextToken: next?.toString() }
}
