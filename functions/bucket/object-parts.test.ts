import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { Failure } from '../failure/failure.ts'
import { partBytes } from './lanes.ts'
import { borrowPartBuffer, returnPartBuffer } from './part-buffers.ts'
import { bodyOf, number, type Open, start } from './part-store-fixture.ts'

t.test('every byte is written once to its place, and parts are taken in order', async t => {
  const { download, asked, written, taken } = start(2 * partBytes + 1000)
  await download({ lanes: 12 })
  t.same(asked, [1, 2, 3], 'there are no more requests than parts')
  t.same(taken, [1, 2, 3])
  let next = 0
  for (const [position, bytes] of written.sort(([a], [b]) => a - b)) {
    t.equal(position, next)
    next += bytes
  }
  t.equal(next, 2 * partBytes + 1000)
  t.equal(written.length, 17, 'pieces of a mebibyte, and the rest')
})

t.test('as many parts as lanes are under way at once, each with one request', async t => {
  let underWay = 0
  let most = 0
  const { download, asked } = start(6 * partBytes, async (_part, begin) => {
    most = Math.max(most, (underWay += 1))
    await setImmediate()
    const { body, calls } = bodyOf(begin)
    return {
      ...body,
      async end() {
        underWay -= 1
        t.equal(calls.reads, partBytes / 1024 ** 2)
      },
    }
  })
  await download({ lanes: 3 })
  t.equal(most, 3)
  t.same(asked, [1, 2, 3, 4, 5, 6])
})

t.test('the open body brings the first part, and is closed when that has arrived', async t => {
  const { download, asked, taken } = start(partBytes + 1)
  const { body, calls } = bodyOf(0)
  const closes: number[] = []
  await download({ body, lanes: 1, take: async () => void closes.push(calls.closes) })
  t.same([asked, taken], [[2], []])
  t.same(closes, [1, 1], 'before its part is taken')
})

t.test('the body of a range is read to its end, and not closed before', async t => {
  const bodies: ReturnType<typeof bodyOf>[] = []
  const { download } = start(2 * partBytes, async (_part, begin) => (bodies[number(begin) - 1] = bodyOf(begin)).body)
  await download({ body: bodyOf(0).body, lanes: 1 })
  t.match(bodies[1]?.calls, { ends: 1, closes: 0 })
})

t.test('a download that resumes begins at that byte, and closes the open body unread', async t => {
  const { download, asked, taken, written } = start(3 * partBytes)
  const { body, calls } = bodyOf(0)
  await download({ body, from: partBytes })
  t.same([asked, taken, calls.reads], [[2, 3], [2, 3], 0])
  t.equal(Math.min(...written.map(([position]) => position)), partBytes)
  t.ok(calls.closes > 0)
})

t.test(
  'the open body is closed before the first request of a download that resumes, and not before others',
  async t => {
    for (const [from, closed] of [
      [partBytes, true],
      [0, false],
    ] as const) {
      const { body, calls } = bodyOf(0, { read: () => setImmediate() })
      const seen: boolean[] = []
      const { download } = start(2 * partBytes, async (_part, begin) => {
        seen.push(calls.closes > 0)
        return bodyOf(begin).body
      })
      await download({ body, from })
      t.same(seen, [closed])
    }
  },
)

t.test('a download may resume without an open body', async t => {
  const { download, asked } = start(2 * partBytes)
  await download({ from: partBytes })
  t.same(asked, [2])
})

t.test('a part is taken only after the parts before it, whichever arrives first', async t => {
  let release = () => {}
  const first = new Promise<void>(resolve => (release = resolve))
  const { download, taken, written } = start(2 * partBytes, async (_part, begin) => {
    if (begin === 0) return bodyOf(begin, { read: () => first }).body
    return { ...bodyOf(begin).body, end: async () => release() }
  })
  await download()
  t.same(taken, [1, 2])
  t.ok(written[0]![0] >= partBytes, 'the second part was there first')
})

/** The memory that the next download will use, of `lanes` parts. */
function spareMemory(t: Test, lanes: number): Set<unknown> {
  const buffers = Array.from({ length: lanes }, borrowPartBuffer)
  t.teardown(() => buffers.forEach(returnPartBuffer))
  return new Set(buffers.map(({ buffer }) => buffer))
}

t.test(
  'memory is used again after a download, but not after a failed one, in which it may still be written',
  async t => {
    const used = new Set<unknown>()
    const remember: Open = async (part, begin) => {
      used.add(part.buffer)
      return bodyOf(begin).body
    }
    await start(2 * partBytes, remember).download({ lanes: 2 })
    const [first, ...spare] = spareMemory(t, 2)
    t.equal([first, ...spare].filter(buffer => used.has(buffer)).length, 2)
    used.clear()
    const broken = start(partBytes, async (part, begin) => {
      await remember(part, begin, new AbortController().signal)
      throw new Failure('NOT_FOUND', 'There is no object.')
    })
    await t.rejects(broken.download({ lanes: 1 }))
    t.equal([...spareMemory(t, 3)].filter(buffer => used.has(buffer)).length, 0)
  },
)
