import { InvalidArgumentError } from 'commander'

/** Parsers of options' values, for Commander: what does not fit is told as misuse. */

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
