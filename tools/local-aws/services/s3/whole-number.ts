import { invalidArgument } from './s3-errors.ts'

export const largestNumber = 2 ** 31 - 1

/**
 * Reads a number of a query as S3 does: digits, leading zeros and a minus sign, within 32 bits.
 * https://github.com/versity/versitygw/issues/1804, https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py
 *
 * @throws AwsError InvalidArgument
 */
export function wholeNumber(name: string, text: string): number {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= -largestNumber - 1 && number <= largestNumber) return number
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text)
}

/** Refuses a number that is out of its range. The refusal has the number, not the text: `-1` for `-01`. */
export function checkRange(name: string, number: number, [from, to]: readonly [number, number]): void {
  if (number >= from && number <= to) return
  throw invalidArgument(`Argument ${name} must be an integer between ${from} and ${to}`, name, number)
}
