/** The signal that stops the work on Ctrl-C, SIGTERM or SIGHUP, and the name of what stopped it. */
export interface Interruption {
  readonly signal: AbortSignal
  dispose(): void
}

// A Ctrl-C reaches the whole process group, and npm and tsx pass it on as well
// (@npmcli/run-script's signal-manager), so one key press may arrive several times.
const samePressMs = 1000

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * The first SIGINT, SIGTERM or SIGHUP (the terminal was closed) aborts the work, which then can clean up. A later one stops at
 * once. `onFirst` is called for the first one.
 */
export function watchInterruption(onFirst: (signal: NodeJS.Signals) => void): Interruption {
  const controller = new AbortController()
  let firstAt: number | undefined
  const interrupt = (signal: NodeJS.Signals) => {
    // Writing to a closed terminal fails, which must not end the clean-up.
    if (signal === 'SIGHUP') for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
    if (firstAt === undefined) {
      firstAt = performance.now()
      onFirst(signal)
      controller.abort(new DOMException(`Interrupted by ${signal}`, 'AbortError'))
    } else if (performance.now() - firstAt > samePressMs) {
      process.exit(130)
    }
  }
  for (const name of signals) process.on(name, interrupt)
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of signals) process.off(name, interrupt)
    },
  }
}
