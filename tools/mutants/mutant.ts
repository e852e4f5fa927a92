/** A small change to a source, of which the tests should take notice. */
export interface Mutant {
  readonly id: string
  /** Relative to the repository. */
  readonly file: string
  /** Where it begins, from 1. */
  readonly line: number
  /** What the change is, in Stryker's words, such as `EqualityOperator`. */
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** The whole line in which it begins, without the blanks around it. */
  readonly lineText: string
}

/** What tells a mutant from others, and stays when lines above it come and go. */
export type MutantKey = Pick<Mutant, 'file' | 'lineText' | 'original' | 'replacement'>

/** The key as one text. Two mutants have the same where a file repeats a line: they are the same change. */
export function fingerprint({ file, lineText, original, replacement }: MutantKey): string {
  return JSON.stringify([file, lineText, brief(original), brief(replacement)])
}

/** Code on one line. Of what is long, such as a block, the beginning tells enough. */
export function brief(code: string): string {
  const line = code.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}

// Characters.
const longest = 100
