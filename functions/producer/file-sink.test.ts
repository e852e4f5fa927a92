import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { partBytes } from '../bucket/lanes.ts'
import { FileSink } from './file-sink.ts'

const mebibyte = 1024 ** 2

/** A sink over a file that has so many bytes, each with the number of its mebibyte. */
function start({ fileBytes = 0, limit = Infinity } = {}) {
  const calls: string[] = []
  const taken: number[] = []
  let writing = 0
  const file = {
    async write(data: Uint8Array, position: number) {
      writing += 1
      await setImmediate()
      calls.push(`${data.length} at ${position}${writing > 1 ? ' during another write' : ''}`)
      writing -= 1
    },
    flush: async () => void calls.push('flush'),
    async read(buffer: Uint8Array, position: number) {
      const length = Math.min(buffer.length, fileBytes - position, 3 * mebibyte)
      buffer.fill(position / mebibyte, 0, length)
      calls.push(`read ${buffer.length} at ${position}`)
      return length
    },
  }
  const sums = {
    take: async (data: Uint8Array) => void taken.push(data[0]!, data.length),
    result: async () => Promise.reject(new Error('unused')),
    close: () => undefined,
  }
  const sizes: number[] = []
  const checkBytes = (bytes: number) => {
    sizes.push(bytes)
    if (bytes > limit) throw new Error('too large')
  }
  return { sink: new FileSink(file as never, sums, checkBytes), calls, taken, sizes }
}

t.test('one write is made at a time, in the order of the calls', async t => {
  const { sink, calls } = start()
  await Promise.all([sink.write(Buffer.alloc(2), 10), sink.write(Buffer.alloc(3), 0)])
  t.same(calls, ['2 at 10', '3 at 0'])
})

t.test('written bytes are flushed every 32 MiB', async t => {
  const { sink, calls } = start()
  const block = Buffer.alloc(16 * mebibyte)
  for (const length of [block.length, block.length - 1, 1, block.length, block.length]) {
    await sink.write(block.subarray(0, length), 0)
  }
  t.same(
    calls.map(call => call.split(' ')[0]),
    [block.length, block.length - 1, 1, 'flush', block.length, block.length, 'flush'].map(String),
  )
})

t.test('the size of all bytes so far is checked before they are taken', async t => {
  const { sink, sizes, taken } = start({ limit: 5 })
  await sink.take(Buffer.from([7, 7]))
  await sink.take(Buffer.from([8, 8, 8]))
  t.throws(() => sink.take(Buffer.from([9])), { message: 'too large' })
  t.same([sizes, taken, sink.bytes], [[2, 5, 6], [7, 2, 8, 3], 6])
})

t.test('a copy that resumes takes the kept bytes of the file, and none beyond', async t => {
  const { sink, taken, calls } = start({ fileBytes: 20 * mebibyte })
  await sink.resume(10 * mebibyte, performance.now() + 60_000)
  t.same(
    taken,
    [0, 3, 3, 3, 6, 3, 9, 1].map((each, i) => (i % 2 ? each * mebibyte : each)),
  )
  t.equal(sink.bytes, 10 * mebibyte)
  t.equal(calls[0], `read ${partBytes} at 0`)
  t.equal(calls.at(-1), `read ${mebibyte} at ${9 * mebibyte}`)
})

t.test('a copy resumes no further than the file is long, and no longer than it has time', async t => {
  const shorter = start({ fileBytes: 2 * mebibyte })
  await shorter.sink.resume(10 * mebibyte, performance.now() + 60_000)
  t.equal(shorter.sink.bytes, 2 * mebibyte)
  const late = start({ fileBytes: 2 * mebibyte })
  await late.sink.resume(2 * mebibyte, performance.now() - 1)
  t.same([late.sink.bytes, late.calls], [0, []])
})
