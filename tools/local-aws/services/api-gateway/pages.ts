import { AwsError } from '../../aws-error.ts'

/**
 * One page of a collection; `position` is the place of the next one.
 *
 * Unlike AWS: without `limit` the page has everything, not the first 25.
 */
export function page<T>(
  items: readonly T[],
  { limit, position = '0' }: { limit?: number | undefined; position?: string | undefined },
): { items: T[]; position?: string } {
  const start = Number(position)
  // https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html: "The maximum number of returned results per page. The default value is 25 and the maximum value is 500."
  if (limit !== undefined && (limit < 1 || limit > 500)) throw new AwsError('BadRequestException', 'Invalid limit')
  if (!Number.isInteger(start) || start < 0) throw new AwsError('BadRequestException', 'Invalid position')
  const end = start + (limit ?? items.length)
  return { items: items.slice(start, end), ...(end < items.length && { position: String(end) }) }
}
