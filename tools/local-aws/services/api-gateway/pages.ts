import { AwsError } from '../../aws-error.ts'
import { page, placeOf } from '../../page.ts'

/**
 * Returns one page of a collection; `position` is the position of the next one.
 *
 * @throws AwsError BadRequestException
 */
export function pageOf<T>(
  all: readonly T[],
  { limit = 25, position }: { limit?: number | undefined; position?: string | undefined },
): { items: T[]; position?: string } {
  // https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html: "The maximum number of returned results per page. The default value is 25 and the maximum value is 500."
  if (limit < 1 || limit > 500) throw new AwsError('BadRequestException', 'Invalid limit')
  const start = placeOf(position, new AwsError('BadRequestException', 'Invalid position'))
  const { items, next } = page(all, start, limit)
  return { items, position: next?.toString() }
}
