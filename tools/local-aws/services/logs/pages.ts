import { AwsError } from '../../aws-error.ts'

/** The sizes of a page, as the service's model has them: DescribeLimit and EventsLimit. */
const ranges = { describe: [1, 50], events: [1, 10_000] } as const

/** How many items a page has; the most there may be when the request does not say. @throws AwsError */
export function pageSize(limit: number | undefined, kind: keyof typeof ranges): number {
  const [min, max] = ranges[kind]
  if (limit === undefined) return max
  if (Number.isInteger(limit) && limit >= min && limit <= max) return limit
  const bound = limit < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`
  throw new AwsError(
    'InvalidParameterException',
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`,
  )
}

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
