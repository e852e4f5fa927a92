import { setImmediate, setTimeout } from 'node:timers/promises'
import t from 'tap'
import { Failure } from '../failure/failure.ts'
import { partBytes } from './lanes.ts'
import { BrokenBody } from './object-body.ts'
import { NoRanges } from './object-parts.ts'
import { bodyOf, key, number, start } from './part-store-fixture.ts'

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
