import type { OpenObject } from '../bucket/stored-object.ts'
import { type PartSink, UnfinishedCopy } from './object-parts.ts'

const blockBytes = 1024 ** 2

/**
 * Downloads an object by one connection: what is small, what does not say its size, or a store that knows no ranges.
 * UnfinishedCopy when it is not there at `stopAt`, as `performance.now()` counts.
 */
export async function downloadWhole(
  { key, body, bytes: declared }: OpenObject,
  sink: PartSink,
  stopAt: number,
): Promise<void> {
  // One block is written while the next one arrives.
  let [filling, written] = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)]
  let writing = Promise.resolve()
  let bytes = 0
  let late = false
  // What comes slowly, but never is silent, ends here.
  const timer = setTimeout(
    () => {
      late = true
      body.close()
    },
    Math.max(0, stopAt - performance.now()),
  )
  try {
    for (let length = blockBytes; length === blockBytes;) {
      length = await body.read(filling)
      const block = filling.subarray(0, length)
      await sink.take(block)
      await writing
      writing = sink.write(block, bytes)
      writing.catch(() => undefined) // awaited before the next block or at the end
      bytes += length
      ;[filling, written] = [written, filling]
    }
  } catch (error) {
    throw late ? new UnfinishedCopy(key, bytes, declared) : error
  } finally {
    clearTimeout(timer)
    await writing // the file is closed next
  }
  if (declared !== undefined && bytes !== declared) throw body.broken(`ended after ${bytes} of ${declared} bytes`)
}
