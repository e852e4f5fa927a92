import type { AwsError } from './aws-error.ts'

/** A part of a list, and the position of the next part, if there is one. */
export interface Page<T> {
  readonly items: T[]
  readonly next?: number
}

/** At most `size` items from position `start` on (0 is the first). */
export function page<T>(items: readonly T[], start: number, size: number): Page<T> {
  const end = start + size
  return { items: items.slice(start, end), ...(end < items.length && { next: end }) }
}

/**
 * The position in a decoded token; the first one without a token.
 *
 * @throws AwsError `invalid`, for a token that no page has given
 */
export function placeOf(token: string | undefined, invalid: AwsError): number {
  const place = Number(token ?? 0)
  if (!Number.isInteger(place) || place < 0) throw invalid
  return place
}

/**
 * One page of a list of a service that writes positions in Base64; `next` is the token of the next page.
 *
 * @throws AwsError `invalid`, for a token that no page has given
 */
export function encodedPage<T>(
  all: readonly T[],
  token: string | undefined,
  size: number,
  invalid: AwsError,
): { items: T[]; next?: string } {
  // It decodes both alphabets. Without any of their characters the token would be read as no token.
  const decoded = token && (Buffer.from(token, 'base64').toString() || 'not Base64')
  const { items, next } = page(all, placeOf(decoded, invalid), size)
  return { items, ...(next !== undefined && { next: Buffer.from(String(next)).toString('base64') }) }
}
