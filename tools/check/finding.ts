/** Something in a file that is wrong. */
export interface Finding {
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly sentence: string
}

/** `path:line: sentence`, which editors and GitHub make a link of. */
export function findingLine({ path, line, sentence }: Finding): string {
  return `${path}:${line}: ${sentence}`
}
