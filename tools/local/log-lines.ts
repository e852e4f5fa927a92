/** A log event of CloudWatch Logs. */
export interface LogEvent {
  /** `producer`, `consumer` */
  readonly functionName: string
  /** Milliseconds since the epoch. */
  readonly timestamp: number
  readonly message: string
}

interface Waiting {
  readonly record: Record<string, unknown>
  readonly timestamp: number
}

/**
 * Formats log events as lines for people: time, function, request, outcome, duration. The line of a request appears
 * with Lambda's report, since only the report has the billed time and the start of a cold environment. Other output of
 * a function has lines of its own.
 */
export class LogLines {
  readonly #waiting = new Map<string, Waiting[]>()

  /** Returns the lines that this event completes: none, one, or several if one S3 event had several objects. */
  linesOf(event: LogEvent): string[] {
    const record = asRecord(event.message)
    if (record === undefined) return [line(event, '', event.message.trimEnd())]
    if (typeof record.type === 'string' && record.type.startsWith('platform.')) return this.#ofPlatform(event, record)
    const { requestId, outcome } = record
    if (typeof outcome !== 'string' || typeof requestId !== 'string')
      return [line(event, shortId(requestId), `${record.level ?? ''} ${record.message ?? ''}`.trim())]
    const ended = { record, timestamp: event.timestamp }
    this.#waiting.set(requestId, [...(this.#waiting.get(requestId) ?? []), ended])
    return []
  }

  #ofPlatform(event: LogEvent, { type, record }: Record<string, unknown>): string[] {
    if (type !== 'platform.report') return []
    const {
      requestId,
      status,
      metrics = {},
    } = record as {
      requestId: string
      status: string
      metrics?: Record<string, number>
    }
    const ended = this.#waiting.get(requestId) ?? []
    this.#waiting.delete(requestId)
    const { durationMs, initDurationMs } = metrics
    const cold = initDurationMs === undefined ? '' : `cold, started in ${ms(initDurationMs)}`
    const end = (outcome: string, ...about: unknown[]) => {
      const rest = about.filter(one => typeof one === 'string' && one !== '').join('  ')
      return `${outcome.padEnd(18)} ${ms(durationMs).padStart(10)}  ${rest}`.trimEnd()
    }
    // A function that Lambda stopped, for its time or its memory, has no outcome of its own.
    if (ended.length === 0) return [line(event, shortId(requestId), end(status, cold))]
    return ended.map(({ record: { outcome, model, key, fileId, reason }, timestamp }) =>
      line(
        { ...event, timestamp },
        shortId(requestId),
        end(String(outcome), model ?? key ?? fileId, cold, reason, status === 'success' ? '' : status),
      ),
    )
  }
}

function line({ timestamp, functionName }: LogEvent, request: string, text: string): string {
  const time = new Date(timestamp).toTimeString().slice(0, 8)
  const thousandths = String(timestamp % 1000).padStart(3, '0')
  return `${time}.${thousandths}  ${functionName.padEnd(8)}  ${request.padEnd(8)}  ${printable(text)}`
}

// A message may contain text of a model, and terminals obey control characters.
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function shortId(requestId: unknown): string {
  return typeof requestId === 'string' ? requestId.slice(0, 8) : ''
}

function ms(value: number | undefined): string {
  return value === undefined ? '? ms' : `${value.toFixed(1)} ms`
}

function asRecord(message: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(message)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    // Libraries and Node itself write plain text.
    return undefined
  }
}
