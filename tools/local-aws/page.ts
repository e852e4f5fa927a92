import type { AwsError } from './aws-error.ts'

/** A part of a list, and the place where the next one starts, if there is one. */
export interface Page<T> {
  readonly items: T[]
  readonly next?: number
}

/** The items from place `start` (0 is the first) on, `size` at most. */
export function page<T>(items: readonly T[], start: number, size: number): Page<T> {
  const end = start + size
  return { items: items.slice(start, end), ...(end < items.length && { next: end }) }
}

/**
 * The place that a decoded token says; the first one without a token.
 *
 * @throws AwsError `invalid`, for a token that no page gave
 */
export function placeOf(token: string | undefined, invalid: AwsError): number {
  const place = Number(token ?? 0)
  if (!Number.isInteger(place) || place < 0) throw invalid
  return place
}

/** Tokens of services that write a place in Base64. */
export const base64 = {
  encode: (place: number): string => Buffer.from(String(place)).toString('base64'),
  /** Of either alphabet. */
  decode: (token: string | undefined): string | undefined =>
    token === undefined ? undefined : Buffer.from(token, 'base64').toString(),
}
