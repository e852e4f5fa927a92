import t from 'tap'
import { pastFirstMounts } from './first-mounts.ts'

t.before(() => (process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'))
t.teardown(() => delete process.env.AWS_ENDPOINT_URL)

/** Asks for these answers, of which 'failed' is a failure. */
async function ask(answers: readonly string[], signal?: AbortSignal) {
  let asked = 0
  const answer = await pastFirstMounts(
    async () => answers[asked++],
    one => one === 'failed',
    signal,
  )
  return { answer, asked }
}

t.test('the first answer that did not fail counts, and after the third the last one', async t => {
  t.same(await ask(['good', 'never']), { answer: 'good', asked: 1 })
  t.same(await ask(['failed', 'good', 'never']), { answer: 'good', asked: 2 })
  t.same(await ask(['failed', 'failed', 'good', 'never']), { answer: 'good', asked: 3 })
  t.same(await ask(['failed', 'failed', 'failed', 'never']), { answer: 'failed', asked: 3 })
})

t.test('Ctrl-C ends the pause between two tries', async t => {
  await t.rejects(ask(['failed', 'good'], AbortSignal.abort()), { name: 'AbortError' })
})
