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

/** Encodes and decodes tokens of services that write a position in Base64. */
export const base64 = {
  encode: (place: number): string => Buffer.from(String(place)).toString('base64'),
  /** Decodes both alphabets. A token without a character of Base64 is no position. */
  decode: (token: string | undefined): string | undefined =>
    token && (Buffer.from(token, 'base64').toString() || 'not Base64'),
}
