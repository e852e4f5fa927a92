/** The signal that stops the work on Ctrl-C or SIGTERM, and the name of what stopped it. */
export interface Interruption {
  readonly signal: AbortSignal
  dispose(): void
}

// A Ctrl-C reaches the whole process group, and npm and tsx pass it on as well
// (@npmcli/run-script's signal-manager), so one key press may arrive several times.
const samePressMs = 1000

/**
 * The first SIGINT or SIGTERM aborts, so that the work can clean up; a later one stops at once.
 * `onFirst` tells the user which of the two happened.
 */
export function watchInterruption(onFirst: (signal: NodeJS.Signals) => void): Interruption {
  const controller = new AbortController()
  let firstAt: number | undefined
  const interrupt = (signal: NodeJS.Signals) => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      onFirst(signal)
      controller.abort(new DOMException(`Interrupted by ${signal}`, 'AbortError'))
    } else if (performance.now() - firstAt > samePressMs) {
      process.exit(130)
    }
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    },
  }
}
