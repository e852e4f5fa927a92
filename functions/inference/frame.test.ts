import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Channel } from './channel.ts'
import { frameHead, FrameReader } from '../inference-protocol/frame.ts'

const frames = [
  { message: { n: 1, text: 'é' }, body: Buffer.alloc(0) },
  { message: { n: 2 }, body: Buffer.from('body') },
  { message: { n: 3 }, body: Buffer.alloc(100_000, 7) },
]
const bytes = Buffer.concat(frames.flatMap(({ message, body }) => [frameHead(message, body.length), body]))

t.test('frames are assembled from pieces of any size', async t => {
  for (const size of [1, 3, 8, 50, 65_536, bytes.length]) {
    const reader = new FrameReader()
    const read: unknown[] = []
    for (let at = 0; at < bytes.length; at += size) read.push(...reader.read(bytes.subarray(at, at + size)))
    t.same(read, frames, `${size} bytes at a time`)
  }
})

t.test('a channel reads the frames of another channel, and then that the other end is gone', async t => {
  const path = join(t.testdir({ frames: '' }), 'frames')
  const writing = openSync(path, 'w')
  const writer = new Channel<object, object>(writing)
  for (const { message, body } of frames) writer.send(message, body)
  closeSync(writing)
  t.ok(readFileSync(path).equals(bytes))
  const reading = openSync(path, 'r')
  const reader = new Channel(reading)
  for (const frame of frames) t.same(reader.receive(), frame)
  t.equal(reader.receive(), undefined)
  closeSync(reading)
})
