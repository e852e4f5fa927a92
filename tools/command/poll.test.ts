import t from 'tap'
import { poll } from './poll.ts'

t.test('it asks until there is an answer, which may be false', async t => {
  const answers = [undefined, undefined, false]
  t.equal(await poll(async () => answers.shift(), { patienceMs: 60_000 }), false)
  t.same(answers, [])
})

t.test('it asks once at least, and has no answer when patience is over', async t => {
  let asked = 0
  t.equal(await poll(async () => void (asked += 1), { patienceMs: -1 }), undefined)
  t.equal(asked, 1)
})

t.test('a signal ends the pause, and a question that fails ends it all', async t => {
  const patienceMs = 60_000
  const ending = new AbortController()
  const asked = poll(async () => void setImmediate(() => ending.abort()), { patienceMs, signal: ending.signal })
  await t.rejects(asked, { name: 'AbortError' })
  await t.rejects(
    poll(() => Promise.reject(new Error('refused')), { patienceMs }),
    /refused/,
  )
})
