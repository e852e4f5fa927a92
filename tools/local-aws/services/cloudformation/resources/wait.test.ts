import t from 'tap'
import { waitFor } from './wait.ts'

const { signal } = new AbortController()

t.test('a wait polls until there is an answer', async t => {
  const answers = [undefined, undefined, 'available']
  t.equal(await waitFor({ what: 'it', signal }, async () => answers.shift()), 'available')
})

t.test('a failed wait fails the resource, and its error names the awaited state', async t => {
  const vain = waitFor({ what: 'fsmt-1 to be available', signal, deadlineMs: 10 }, async () => undefined)
  const message = 'Waited 0.01 s in vain for fsmt-1 to be available.'
  await t.rejects(vain, { name: 'HandlerError', code: 'NotStabilized', message })
})

t.test('a wait ends when the stack operation gives up the resource', async t => {
  const ending = new AbortController()
  const describe = async () => void setImmediate(() => ending.abort())
  await t.rejects(waitFor({ what: 'it', signal: ending.signal }, describe), { name: 'AbortError' })
})
