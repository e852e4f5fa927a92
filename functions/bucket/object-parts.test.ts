import { setImmediate, setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { Failure } from '../failure/failure.ts'
import { partBytes } from './lanes.ts'
import { BrokenBody, type ObjectBody } from './object-body.ts'
import { downloadParts, NoRanges, type PartsOptions } from './object-parts.ts'
import { borrowPartBuffer, returnPartBuffer } from './part-buffers.ts'
import type { OpenObject, StoredObject } from './stored-object.ts'

type Open = (part: Uint8Array, begin: number, signal: AbortSignal) => Promise<ObjectBody | undefined>

const key = 'models/m'
const stored = (bytes: number): StoredObject & { bytes: number } => ({
  key,
  etag: '"x"',
  etagIsMd5: false,
  versionId: undefined,
  bytes,
})
const number = (begin: number) => begin / partBytes + 1

/** A body that holds the number of its part in each byte, and ends after so many bytes. */
function bodyOf(begin: number, { bytes = Infinity, read = async () => {} } = {}) {
  let rest = bytes
  const calls = { reads: 0, ends: 0, closes: 0 }
  const body: ObjectBody = {
    async read(buffer) {
      calls.reads += 1
      await read()
      const length = Math.min(buffer.length, rest)
      buffer.fill(number(begin), 0, length)
      rest -= length
      return length
    },
    async end() {
      calls.ends += 1
    },
    broken: what => new BrokenBody(key, what),
    close: () => void (calls.closes += 1),
  }
  return { body, calls }
}

/** Downloads an object of so many bytes from a store that answers each request for a part by `open`. */
function start(bytes: number, open: Open = async (_part, begin) => bodyOf(begin).body) {
  const asked: number[] = []
  const written: [position: number, bytes: number][] = []
  const taken: number[] = []
  const sink = {
    async write(data: Uint8Array, position: number) {
      written.push([position, data.length])
    },
    async take(data: Uint8Array) {
      taken.push(data[0]!)
    },
  }
  const store = {
    openRange: (_object: StoredObject, begin: number, part: Uint8Array, signal?: AbortSignal) => {
      asked.push(number(begin))
      return open(part, begin, signal!)
    },
  }
  const download = (
    options: Partial<PartsOptions> & {
      from?: number
      body?: ObjectBody
      take?: () => Promise<void>
      write?: () => Promise<void>
    } = {},
  ) => {
    const { from = 0, body, take, write, ...parts } = options
    const object = body ? ({ ...stored(bytes), body } as OpenObject & { bytes: number }) : stored(bytes)
    const target = { ...sink, ...(take && { take }), ...(write && { write }) }
    return downloadParts(store, object, from, target, { lanes: 2, ...parts })
  }
  return { download, asked, written, taken }
}

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

t.test('only the part that breaks off or is refused is requested again', async t => {
  const troubles = [
    async () => bodyOf(partBytes, { bytes: 1000 }).body,
    async () => {
      throw new BrokenBody(key, 'broke off')
    },
    async () => {
      throw new Failure('S3_UNAVAILABLE', 'S3 is busy.', {}, { $metadata: { httpStatusCode: 503 } })
    },
  ]
  const { download, asked, taken } = start(3 * partBytes, async (_part, begin) => {
    const trouble = begin === partBytes ? troubles.shift() : undefined
    return trouble ? trouble() : bodyOf(begin).body
  })
  await download()
  t.same(asked.sort(), [1, 2, 2, 2, 2, 3])
  t.same(taken, [1, 2, 3])
})

t.test('the open body that breaks off is followed by a request', async t => {
  const { download, asked, taken } = start(partBytes)
  const { body, calls } = bodyOf(0, { bytes: 1000 })
  await download({ body })
  t.same([asked, taken], [[1], [1]])
  t.ok(calls.closes > 0)
})

t.test('a part that is too short five times ends the download and says how far it came', async t => {
  const { download, asked } = start(partBytes, async (_part, begin) => bodyOf(begin, { bytes: 1024 ** 2 + 5 }).body)
  const message = `The download of ${key} ended after ${1024 ** 2 + 5} of ${partBytes} bytes.`
  await t.rejects(download(), { code: 'S3_UNAVAILABLE', message })
  t.equal(asked.length, 5)
})

t.test('no attempt begins later than ten seconds after the first', async t => {
  let now = 1000
  t.intercept(performance, 'now', { value: () => now })
  const { download, asked } = start(partBytes, async () => {
    now += 5000
    throw new BrokenBody(key, 'broke off')
  })
  await t.rejects(download(), { message: /broke off/ })
  t.equal(asked.length, 3)
})

t.test('an error that a repetition cannot remove ends the download at once, with every request', async t => {
  const aborted: number[] = []
  const refused = new Failure('NOT_FOUND', 'There is no object.')
  const { download, asked, taken } = start(9 * partBytes, async (_part, begin, signal) => {
    if (begin === partBytes) throw refused
    await new Promise(resolve => signal.addEventListener('abort', resolve))
    aborted.push(number(begin))
    throw new BrokenBody(key, 'broke off')
  })
  const { body, calls } = bodyOf(0, { read: () => setImmediate() })
  await t.rejects(download({ lanes: 3, body: { ...body, close: () => void calls.closes++ } }), refused)
  t.same([asked.sort(), aborted], [[2, 3], [3]])
  t.same(taken, [])
  t.ok(calls.closes > 0, 'the open body too')
})

t.test('a failure of one part closes the open body at once, also if that sends nothing more', async t => {
  const refused = new Failure('NOT_FOUND', 'There is no object.')
  const { download } = start(2 * partBytes, async () => Promise.reject(refused))
  const { body } = bodyOf(0)
  let close = () => {}
  const silent = new Promise<number>((_resolve, reject) => (close = () => reject(new BrokenBody(key, 'broke off'))))
  await t.rejects(download({ body: { ...body, read: () => silent, close } }), refused)
})

t.test('a failure ends the parts that wait for their turn, and requests that ended are left alone', async t => {
  const refused = new Failure('NOT_FOUND', 'There is no object.')
  const signals: AbortSignal[] = []
  let arrived = () => {}
  const second = new Promise<void>(resolve => (arrived = resolve))
  const { download, taken } = start(3 * partBytes, async (_part, begin, signal) => {
    signals[number(begin)] = signal
    if (begin > 0) return { ...bodyOf(begin).body, end: async () => arrived() }
    await second
    await setImmediate()
    throw refused
  })
  await t.rejects(download(), refused)
  t.same([taken, signals[1]?.aborted, signals[2]?.aborted], [[], true, false])
})

t.test('a part that waits for its next attempt is not requested again after a failure', async t => {
  const refused = new Failure('NOT_FOUND', 'There is no object.')
  t.intercept(Math, 'random', { value: () => 0.01 }) // a wait of two milliseconds
  const { download, asked } = start(2 * partBytes, async (_part, begin) => {
    if (begin === 0) throw new BrokenBody(key, 'broke off')
    throw refused
  })
  await t.rejects(download(), refused)
  t.same(asked, [1, 2])
})

t.test('a part is requested again only when its last piece has been written', async t => {
  const events: string[] = []
  const { download } = start(partBytes, async (_part, begin) => {
    events.push('request')
    return bodyOf(begin, { bytes: events.length === 1 ? 1024 ** 2 : Infinity }).body
  })
  const write = async () => {
    if (events.length > 1) return
    await setTimeout(20)
    events.push('written')
  }
  await download({ write })
  t.same(events, ['request', 'written', 'request'])
})

t.test('a store that ignores ranges is noticed', async t => {
  const { download } = start(partBytes, async () => undefined)
  t.type(await download().catch((error: unknown) => error), NoRanges)
})

t.test('a failed write or a failed sum ends the download', async t => {
  const { download, asked } = start(9 * partBytes)
  const full = new Error('the disk is full')
  await t.rejects(download({ lanes: 1, take: async () => Promise.reject(full) }), full)
  t.equal(asked.length < 9, true)
})

t.test('when the time is over the download ends with the reason, which gets the number of taken bytes', async t => {
  const { download, taken } = start(3 * partBytes, async (_part, begin, signal) => {
    if (begin === 0) return bodyOf(begin).body
    await new Promise(resolve => signal.addEventListener('abort', resolve))
    throw new BrokenBody(key, 'broke off')
  })
  const late = new Error('no time is left')
  let bytes = -1
  const stop = { at: performance.now() + 50, reason: (done: number) => ((bytes = done), late) }
  await t.rejects(download({ stop }), late)
  t.same([bytes, taken], [partBytes, [1]])
  const over = { at: performance.now() - 50, reason: () => late }
  const none = start(partBytes, (_part, _begin, signal) => {
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new BrokenBody(key, 'x'))))
  })
  await t.rejects(none.download({ stop: over }), late)
})

t.test('a download with enough time is not ended', async t => {
  const { download, taken } = start(1000, async (_part, begin) => bodyOf(begin, { read: () => setTimeout(5) }).body)
  await download({ stop: { at: performance.now() + 60_000, reason: () => new Error('no time is left') } })
  t.same(taken, [1])
})

t.test('no timer stays after a download', async t => {
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  await start(1000).download({ stop: { at: performance.now() + 60_000, reason: () => new Error() } })
  t.equal(timers(), before)
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
