import { InvalidArgumentError } from 'commander'

/** Parsers for values of options, for Commander. A wrong value is reported as misuse. */

export function pattern(text: string): string {
  try {
    new RegExp(text)
    return text
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}

export function positive(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It takes a whole number, 1 or more.')
  return value
}
