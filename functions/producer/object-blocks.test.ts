import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import t, { type Test } from 'tap'
import { fileHandlePrototype } from '../working-set/working-set-fixture.ts'
import { startProducer } from './producer-fixture.ts'

const mebibyte = 1024 ** 2

// An S3 whose object arrives in exactly these parts, however the network would split it.
const s3Sending = (parts: Iterable<Uint8Array>) => {
  const send = async () => ({ Body: Readable.from(parts), ETag: '"x"' })
  return { send } as never
}

// Records what is written to the first file that anything is written to, in order: the bytes of each write, and each
// flush. A write or flush that begins before the previous write has ended is recorded as such.
async function writes(t: Test, mountPath: string): Promise<(number | string)[]> {
  const prototype = await fileHandlePrototype(mountPath)
  const { write, sync } = prototype
  const recorded: (number | string)[] = []
  let file: FileHandle | undefined
  let underWay = 0
  const record = (handle: FileHandle, what: number | string) => {
    file ??= handle
    if (handle === file) recorded.push(underWay > 0 ? `${what} during a write` : what)
  }
  t.intercept(prototype, 'write', {
    async value(this: FileHandle, ...args: [Uint8Array, number, number, number]) {
      record(this, args[2])
      underWay++
      const written = await write.apply(this, args as never)
      underWay--
      return written
    },
  })
  t.intercept(prototype, 'sync', {
    value(this: FileHandle) {
      record(this, 'flush')
      return sync.call(this)
    },
  })
  return recorded
}

t.test('an object is written in blocks of 1 MiB, one after the other, and flushed every 32 MiB', async t => {
  const half = Buffer.alloc(mebibyte / 2, 1)
  const parts = [...Array<Buffer>(2 * 66).fill(half), Buffer.from('end')]
  const { mountPath, ingest } = await startProducer(t, { s3: s3Sending(parts) })
  const recorded = await writes(t, mountPath)
  t.match(await ingest({ key: 'models/m' }), { status: 201, body: { bytes: 66 * mebibyte + 3 } })
  t.same(recorded, [
    ...Array(32).fill(mebibyte),
    'flush',
    ...Array(32).fill(mebibyte),
    'flush',
    mebibyte,
    mebibyte,
    3,
    'flush',
  ])
})
