import t from 'tap'
import { poll } from './poll.ts'

t.test('a poll asks until there is an answer, which may be false', async t => {
  const answers = [undefined, undefined, false]
  t.equal(await poll(async () => answers.shift(), { patienceMs: 60_000 }), false)
  t.same(answers, [])
})

t.test('a poll asks at least once, and returns undefined after its time limit', async t => {
  let asked = 0
  t.equal(await poll(async () => void (asked += 1), { patienceMs: -1 }), undefined)
  t.equal(asked, 1)
})

t.test('a signal ends the pause of a poll, and a failing question ends the poll', async t => {
  const patienceMs = 60_000
  const ending = new AbortController()
  const asked = poll(async () => void setImmediate(() => ending.abort()), { patienceMs, signal: ending.signal })
  await t.rejects(asked, { name: 'AbortError' })
  await t.rejects(
    poll(() => Promise.reject(new Error('refused')), { patienceMs }),
    /refused/,
  )
})

t.test('the pauses of a poll double up to the longest, and its time may end exactly with the limit', async t => {
  const { now } = performance
  const before = process.env.AWS_ENDPOINT_URL
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'
  t.teardown(() => {
    performance.now = now
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL
    else process.env.AWS_ENDPOINT_URL = before
  })
  let clock = 0
  performance.now = () => clock
  const asked = [] as number[]
  const answer = await poll(
    async () => {
      asked.push(clock)
      clock += 50
      return undefined
    },
    { patienceMs: 100 },
  )
  t.equal(answer, undefined)
  t.same(asked, [0, 50, 100], 'asked once more at exactly the limit')
})
