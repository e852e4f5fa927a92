import type { Logger } from './logger.ts'

/**
 * The fields of every log line about one request. `fileId` is null until the request has named its file. `stage` is the
 * current step, so the line of a failure says where it happened.
 */
export class Trace {
  fileId: string | null = null
  stage = 'validate'
  readonly startedAt = performance.now()
  readonly facts: Record<string, unknown> = {}
  readonly requestId: string
  /** The log stream that the lines go to. Undefined outside of Lambda. */
  readonly logStream: string | undefined
  readonly #logger: Logger

  constructor(logger: Logger, requestId: string, logStream?: string) {
    this.#logger = logger
    this.requestId = requestId
    this.logStream = logStream
  }

  get durationMs(): number {
    return roundMs(performance.now() - this.startedAt)
  }

  write(level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown> = {}): void {
    const { fileId, stage } = this
    this.#logger[level]({ requestId: this.requestId, fileId, stage, ...fields }, message)
  }

  // Writes the one line that closes every request.
  end(level: 'info' | 'warn' | 'error', outcome: string, fields: Record<string, unknown> = {}): void {
    this.write(level, `Request ended: ${outcome}`, { outcome, ...this.facts, ...fields, durationMs: this.durationMs })
  }
}

export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
