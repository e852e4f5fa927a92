/** The times of a call for which statistics are computed. */
export type Metric = 'clientMs' | 'durationMs' | 'initDurationMs'

/**
 * One call of /predict, as a row of invocations.ndjson. Times are in milliseconds.
 *
 * `clientMs`       this machine's monotonic clock, from before the request is written to the last byte of the answer, or
 *                  until the call failed
 * `durationMs`     Lambda's own clock (platform.report): the handler's run, initialisation not counted
 * `initDurationMs` Lambda's own clock (platform.report): the init phase; cold starts only
 * `stages`         the Consumer's clock, by step
 */
export interface Invocation {
  readonly phase: 'cold' | 'warm' | 'parallel'
  readonly index: number
  readonly startedAt: string
  /** null if there was no answer. */
  readonly statusCode: number | null
  readonly requestId?: string
  readonly coldStart?: boolean
  readonly clientMs: number
  /** Whether the connection was open before the call. If not, `clientMs` includes DNS, TCP and TLS set-up. */
  readonly reusedConnection?: boolean
  readonly durationMs?: number
  readonly billedDurationMs?: number
  readonly initDurationMs?: number
  readonly maxMemoryUsedMiB?: number
  readonly logStreamName?: string
  readonly stages?: Readonly<Record<string, number>>
  readonly inputSha256?: string
  readonly modelSha256?: string
  /** Whether Lambda had made the environment ahead of time, so that nobody waited for its initialisation. */
  readonly preInitialized?: boolean
  readonly kept: boolean
  /** Why the row does not count, if it does not. */
  readonly discardedBecause?: string
  /** Why the row lacks Lambda's own times, if it does. Then it counts for `clientMs` only. */
  readonly incompleteBecause?: string
}
