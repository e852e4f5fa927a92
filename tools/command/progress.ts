import type { Writable } from 'node:stream'

/** Reports what long work is doing, on standard error, so that standard output has only results. */
export interface Progress {
  /** A step begins: one line. */
  step(sentence: string): void
  /** Something that happened within the step: one line, indented. */
  detail(text: string): void
  /** Something that the user should know although nothing failed. */
  notice(sentence: string): void
  /** The state of this moment: one line that is overwritten on a terminal, and nothing elsewhere. */
  status(text: string): void
  /** A person looks on who did not ask for --verbose: what comes by the hundred is better one line for all. */
  readonly brief?: boolean
}

interface Terminal extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** @param verbose whether a terminal shows everything, as a log does */
export function createProgress(output: Terminal = process.stderr, verbose = false): Progress {
  let shown = false
  const clear = () => {
    if (shown) output.write('\r\u001b[2K')
    shown = false
  }
  const line = (text: string) => {
    clear()
    output.write(`${text}\n`)
  }
  return {
    step: line,
    detail: text => line(`  ${text}`),
    notice: sentence => line(`Note: ${sentence}`),
    status: text => {
      if (!output.isTTY) return
      clear()
      if (text === '') return
      output.write(text.slice(0, (output.columns || 80) - 1))
      shown = true
    },
    brief: Boolean(output.isTTY) && !verbose,
  }
}

/** For callers that need only the result. */
export const silent: Progress = { step: () => {}, detail: () => {}, notice: () => {}, status: () => {} }
