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

export const partBytes = 8 * 1024 ** 2
const mostLanes = 12
// The memory of Node, the SDK and one download, without any part.
const baseMegabytes = 160
// Time to flush the copied bytes, to give the file a name under which the next attempt finds it, and to answer.
const marginMs = 15_000
// Chosen so that the last attempt's outcome still reaches a caller of API Gateway (29 s).
const callersPatienceMs = 10_000

/**
 * The number of ranges to download at the same time. S3 serves about 90 MB/s a connection and recommends ranges of 8 to
 * 16 MB (docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html); an execution
 * environment begins with 1.1 GB/s (arXiv 2501.07771, section 4.2). Half of the memory is left for everything else.
 */
export function lanesFor(memoryMegabytes: number): number {
  const forParts = ((memoryMegabytes - baseMegabytes) * 1024 ** 2) / 2
  return Math.min(mostLanes, Math.max(1, Math.floor(forParts / partBytes)))
}

/** `remainingMs`: time until Lambda ends the function; `callerWaits`: whether a caller waits for the answer. */
export function timeLimits(remainingMs: number, callerWaits: boolean): Pick<CopyLimits, 'stopAt' | 'lastAttemptAt'> {
  const now = performance.now()
  // A function with a short time limit keeps half of it.
  const stopAt = now + Math.max(remainingMs - marginMs, remainingMs / 2)
  return { stopAt, lastAttemptAt: callerWaits ? Math.min(stopAt, now + callersPatienceMs) : stopAt }
}
