import type { Clock, Limit } from './limit.ts'

/** Small enough that a slow line sends several pieces a second, large enough to cost no time itself. */
const pieceBytes = 256 * 1024
/** Timers are too coarse for less. Nothing is lost: the limits follow the clock, so the next wait is longer. */
const shortestWaitMs = 2

/** Yields the same bytes, each piece after all limits have passed it. */
export async function* paced(
  chunks: AsyncIterable<Uint8Array>,
  limits: readonly Limit[],
  clock: Clock,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes)
      const now = clock.now()
      const waitMs = Math.max(...limits.map(limit => limit.reserve(piece.length, now))) - now
      if (waitMs >= shortestWaitMs) await clock.sleep(waitMs)
      yield piece
    }
  }
}
