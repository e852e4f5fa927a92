/** What a copy may take of the function's memory and time. */
export interface CopyLimits {
  /** The largest object that is copied, in bytes. */
  objectBytes: number
  /** How many ranges of an object are downloaded at the same time, each into `partBytes` of memory. */
  lanes: number
  /** When what is under way stops, as `performance.now()` counts. */
  stopAt: number
  /** After this no new attempt at a whole copy begins. */
  lastAttemptAt: number
}

export const partBytes = 8 * 1024 ** 2
const mostLanes = 12
// What Node, the SDK and one download take without any part.
const baseMegabytes = 160
// Left to flush what has been copied, to give it a name under which the next attempt finds it, and to answer.
const marginMs = 15_000
// So that the last attempt's outcome still reaches a caller of API Gateway (29 s).
const callersPatienceMs = 10_000

/**
 * S3 serves about 90 MB/s a connection and recommends ranges of 8 to 16 MB
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html); an execution environment begins
 * with 1.1 GB/s (arXiv 2501.07771, section 4.2). Half of the memory is left to whatever else there is.
 */
export function lanesFor(memoryMegabytes: number): number {
  const forParts = ((memoryMegabytes - baseMegabytes) * 1024 ** 2) / 2
  return Math.min(mostLanes, Math.max(1, Math.floor(forParts / partBytes)))
}

/** `remainingMs`: until the function is ended; `callerWaits`: whether somebody waits for the answer. */
export function timeLimits(remainingMs: number, callerWaits: boolean): Pick<CopyLimits, 'stopAt' | 'lastAttemptAt'> {
  const now = performance.now()
  // A function with a short time limit keeps half of it.
  const stopAt = now + Math.max(remainingMs - marginMs, remainingMs / 2)
  return { stopAt, lastAttemptAt: callerWaits ? Math.min(stopAt, now + callersPatienceMs) : stopAt }
}
