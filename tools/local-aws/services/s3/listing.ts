import { checkRange, largestNumber, wholeNumber } from './whole-number.ts'

export interface Listed<T> {
  readonly entries: readonly T[]
  readonly commonPrefixes: readonly string[]
  /** The end of the page, after which the next one begins. Missing on the last page. */
  readonly next?: { readonly entry: T } | { readonly commonPrefix: string }
}

export interface ListingRequest {
  readonly prefix: string
  readonly delimiter: string
  readonly maxKeys: number
  /** A group at the end of an earlier page. */
  readonly afterCommonPrefix?: string
}

/**
 * One page of a listing. Keys with the same text between the prefix and the delimiter count once, as a common prefix.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
 *
 * @param items in the order of their keys, all with the prefix, after the end of any earlier page
 */
export function listPage<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
  { prefix, delimiter, maxKeys, afterCommonPrefix }: ListingRequest,
): Listed<T> {
  const entries: T[] = []
  const commonPrefixes: string[] = []
  let last: Listed<T>['next']
  // A page without entries is the last one: recorded/s3.yaml.
  if (maxKeys === 0) return { entries, commonPrefixes }
  for (const item of items) {
    const group = groupOf(keyOf(item), prefix, delimiter)
    if (group !== undefined && (group === commonPrefixes.at(-1) || group === afterCommonPrefix)) continue
    if (entries.length + commonPrefixes.length >= maxKeys) {
      return { entries, commonPrefixes, next: last }
    }
    if (group === undefined) {
      entries.push(item)
      last = { entry: item }
    } else {
      commonPrefixes.push(group)
      last = { commonPrefix: group }
    }
  }
  return { entries, commonPrefixes }
}

/** The limit of a page, and its default size. */
export const pageLimit = 1000

/** @throws AwsError InvalidArgument */
export function pageSize(name: string, requested: number | undefined): number {
  return Math.min(countOf(name, requested) ?? pageLimit, pageLimit)
}

/** The number of the part after which a page begins: 0 for the first page. @throws AwsError InvalidArgument */
export function partMarker(name: string, marker: string | undefined): number {
  return countOf(name, marker) ?? 0
}

function countOf(name: string, requested: number | string | undefined): number | undefined {
  if (requested === undefined) return undefined
  const count = wholeNumber(name, String(requested))
  checkRange(name, count, [0, largestNumber])
  return count
}

function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined
  const end = key.indexOf(delimiter, prefix.length)
  return end === -1 ? undefined : key.slice(0, end + delimiter.length)
}
