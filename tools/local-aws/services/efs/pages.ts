import { AwsError } from '../../aws-error.ts'

export interface Page<T> {
  readonly items: readonly T[]
  /** Where the next page begins, if there is one. */
  readonly next?: string
}

/** "The response is paginated at 100 per page": botocore/data/efs/2015-02-01/service-2.json, DescribeFileSystems. */
export function pageOf<T>(all: readonly T[], marker: string | undefined, size = 100): Page<T> {
  const start = marker === undefined ? 0 : Number(Buffer.from(marker, 'base64').toString())
  if (!Number.isInteger(start) || start < 0) throw new AwsError('BadRequest', 'Invalid pagination token.')
  const end = start + Math.min(size, 100)
  return {
    items: all.slice(start, end),
    ...(end < all.length && { next: Buffer.from(String(end)).toString('base64') }),
  }
}
