import t from 'tap'
import type { Limit } from './limit.ts'
import { paced } from './paced.ts'

const kibibyte = 1024

/** Sends chunks through limits with these waits, and records the order. */
async function run(chunks: readonly Buffer[], ...waitsMs: readonly number[]) {
  const slept: number[] = []
  const reserved: number[] = []
  const limits = waitsMs.map((waitMs): Limit => ({
    reserve: (bytes, nowMs) => {
      reserved.push(bytes)
      return nowMs + waitMs
    },
  }))
  const clock = { now: () => 1000, sleep: async (milliseconds: number) => void slept.push(milliseconds) }
  const pieces: Buffer[] = []
  for await (const piece of paced(inTurn(chunks), limits, clock)) pieces.push(piece)
  return { pieces, slept, reserved }
}

async function* inTurn(chunks: readonly Buffer[]) {
  yield* chunks
}

t.test('chunks are sent in pieces, and no byte is lost', async t => {
  const chunks = [Buffer.alloc(512 * kibibyte, 'a'), Buffer.alloc(10, 'b'), Buffer.alloc(257 * kibibyte, 'c')]
  const { pieces, reserved } = await run(chunks, 0)
  t.same(reserved, [256 * kibibyte, 256 * kibibyte, 10, 256 * kibibyte, kibibyte])
  t.same(
    pieces.map(({ length }) => length),
    reserved,
  )
  t.ok(Buffer.concat(pieces).equals(Buffer.concat(chunks)))
})

t.test('a piece waits for the slowest limit, if the wait is long enough for a timer', async t => {
  const one = [Buffer.alloc(1)]
  t.same((await run(one, 3, 70, 5)).slept, [70])
  t.same((await run(one, 2)).slept, [2])
  t.same((await run(one, 1.9)).slept, [])
  t.same((await run(one, -4)).slept, [])
})
