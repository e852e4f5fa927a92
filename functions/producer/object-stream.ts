import type { OpenObject } from '../bucket/stored-object.ts'
import type { PartSink } from '../bucket/object-parts.ts'
import { UnfinishedCopy } from './unfinished-copy.ts'

const blockBytes = 1024 ** 2

/**
 * Downloads an object over one connection: a small object, one without a declared size, or one from a store that knows
 * no ranges. Throws UnfinishedCopy if it is not complete at `stopAt`, on the clock of `performance.now()`.
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
  // Ends a download that is slow but never silent.
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
