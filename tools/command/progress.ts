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
}

interface Terminal extends Writable {
  readonly isTTY?: boolean
  readonly columns?: number
}

export function createProgress(output: Terminal = process.stderr): Progress {
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
  }
}

/** For callers that need only the result. */
export const silent: Progress = { step: () => {}, detail: () => {}, notice: () => {}, status: () => {} }
