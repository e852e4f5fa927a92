import t from 'tap'
import { liveBufferBytes } from './live-memory.ts'

const mebibyte = 1024 * 1024

t.test('memory in use counts, and garbage does not', async t => {
  const before = liveBufferBytes()
  const grown = () => Math.round((liveBufferBytes() - before) / mebibyte)
  const held = Array.from({ length: 32 }, () => Buffer.alloc(mebibyte))
  t.equal(grown(), 32)
  for (let dropped = 0; dropped < 64; dropped += 1) Buffer.alloc(mebibyte)
  t.equal(grown(), 32)
  held.length = 0
  t.equal(grown(), 0)
})
