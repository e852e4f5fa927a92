import { AwsError } from '../../aws-error.ts'

/** One page of a list; the token is the place where the next one starts. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  limit: number,
): { items: T[]; nextToken?: string } {
  const start = token === undefined ? 0 : Number(token)
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
  }
  const end = start + limit
  return { items: items.slice(start, end), ...(end < items.length && { nextToken: String(end) }) }
}
