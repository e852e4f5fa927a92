/** The limits of a copy: how much of the function's memory and time it may take. */
export interface CopyLimits {
  /** The largest object that is copied, in bytes. */
  objectBytes: number
  /** How many ranges of an object are downloaded at the same time, each into `partBytes` of memory. */
  lanes: number
  /** The time at which running work stops, on the clock of `performance.now()`. */
  stopAt: number
  /** The time after which no new attempt at a whole copy begins, on the same clock. */
  lastAttemptAt: number
}

// Time to flush the copied bytes, to give the file a name under which the next attempt finds it, and to answer.
const marginMs = 15_000
// Chosen so that the last attempt's outcome still reaches a caller of API Gateway (29 s).
const callersPatienceMs = 10_000

/** `remainingMs`: time until Lambda ends the function; `callerWaits`: whether a caller waits for the answer. */
export function timeLimits(remainingMs: number, callerWaits: boolean): Pick<CopyLimits, 'stopAt' | 'lastAttemptAt'> {
  const now = performance.now()
  // A function with a short time limit keeps half of it.
  const stopAt = now + Math.max(remainingMs - marginMs, remainingMs / 2)
  return { stopAt, lastAttemptAt: callerWaits ? Math.min(stopAt, now + callersPatienceMs) : stopAt }
}
