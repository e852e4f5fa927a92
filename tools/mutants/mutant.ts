/** A small change to a source, which the tests should notice. */
export interface Mutant {
  readonly id: string
  /** Relative to the repository. */
  readonly file: string
  /** The line in which it begins, from 1. */
  readonly line: number
  /** Stryker's name for the kind of change, such as `EqualityOperator`. */
  readonly mutator: string
  readonly original: string
  readonly replacement: string
  /** The whole line in which it begins, without the blanks around it. */
  readonly lineText: string
}

/** Identifies a mutant, also after lines above it were added or removed. */
export type MutantKey = Pick<Mutant, 'file' | 'lineText' | 'original' | 'replacement'>

/** The key as one text. Two mutants have the same key if a file repeats a line: they are the same change. */
export function fingerprint({ file, lineText, original, replacement }: MutantKey): string {
  return JSON.stringify([file, lineText, brief(original), brief(replacement)])
}

/** Code on one line. Long code, such as a block, is cut. */
export function brief(code: string): string {
  const line = code.replace(/\s+/g, ' ').trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}

// Characters.
const longest = 100
