/** A fault in a file. */
export interface Finding {
  readonly path: string
  /** From 1. */
  readonly line: number
  readonly sentence: string
}

/** `path:line: sentence`. Editors and GitHub turn it into a link. */
export function findingLine({ path, line, sentence }: Finding): string {
  return `${path}:${line}: ${sentence}`
}
