import t from 'tap'
import { frameHead, FrameReader, headBytes, lengthsIn } from './frame.ts'

const frames = [
  { message: { n: 1, text: 'é' }, body: Buffer.alloc(0) },
  { message: { n: 2 }, body: Buffer.from('body') },
  { message: { n: 3 }, body: Buffer.alloc(100_000, 7) },
]
const bytes = Buffer.concat(frames.flatMap(({ message, body }) => [frameHead(message, body.length), body]))

t.test('a frame begins with the lengths of its message and its body', async t => {
  const head = frameHead({ text: 'é' }, 70_000)
  t.equal(head.toString('latin1', headBytes), Buffer.from('{"text":"é"}').toString('latin1'))
  t.same([...head.subarray(0, headBytes)], [13, 0, 0, 0, 0x70, 0x11, 1, 0])
  t.same(lengthsIn(head), { messageBytes: 13, bodyBytes: 70_000 })
})

t.test('frames are assembled from pieces of any size', async t => {
  for (const size of [1, 3, 8, 50, 65_536, bytes.length]) {
    const reader = new FrameReader()
    const read: unknown[] = []
    for (let at = 0; at < bytes.length; at += size) read.push(...reader.read(bytes.subarray(at, at + size)))
    t.same(read, frames, `${size} bytes at a time`)
  }
})

t.test('a frame is given as soon as its last byte is there, and not before', async t => {
  const reader = new FrameReader()
  const [head, body] = [frameHead({ n: 2 }, 4), Buffer.from('body')]
  t.same(reader.read(head.subarray(0, headBytes - 1)), [])
  t.same(reader.read(head.subarray(headBytes - 1)), [])
  t.same(reader.read(body.subarray(0, 3)), [])
  t.same(reader.read(body.subarray(3)), [{ message: { n: 2 }, body }])
  t.same(reader.read(frameHead({ n: 4 }, 0)), [{ message: { n: 4 }, body: Buffer.alloc(0) }])
})
