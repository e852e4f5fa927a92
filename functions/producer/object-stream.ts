import type { OpenObject } from '../bucket/stored-object.ts'
import type { PartSink } from './object-parts.ts'

const blockBytes = 1024 ** 2

/** Downloads an object by one connection: what is small, what does not say its size, or a store that knows no ranges. */
export async function downloadWhole({ body, bytes: declared }: OpenObject, sink: PartSink): Promise<void> {
  // One block is written while the next one arrives.
  let [filling, written] = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)]
  let writing = Promise.resolve()
  let bytes = 0
  try {
    for (let length = blockBytes; length === blockBytes;) {
      length = await body.read(filling)
      const block = filling.subarray(0, length)
      sink.take(block)
      await writing
      writing = sink.write(block, bytes)
      writing.catch(() => undefined) // awaited before the next block or at the end
      bytes += length
      ;[filling, written] = [written, filling]
    }
  } finally {
    await writing // the file is closed next
  }
  if (declared !== undefined && bytes !== declared) throw body.broken(`ended after ${bytes} of ${declared} bytes`)
}
