/** The message of the runner to a worker: run this file. */
export type RunnerMessage = { readonly run: { readonly file: string; readonly url: string; readonly fixtures: string } }

/** Messages of a worker to the runner: it is alive; the file has ended and its TAP is written. */
export type WorkerMessage = { readonly alive: true } | { readonly ended: string }

/** The file descriptor of a worker's TAP: standard output belongs to the tested code. */
export const tapDescriptor = 3

/** The line with which a worker closes the TAP of a file. */
export function endOfFile(file: string): string {
  return `\n# End of ${file}\n`
}

/** The time between two signs of life of a worker, in milliseconds. */
export const signOfLifeMs = 2_000
