import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import { eventually, within } from '../testing/eventually.ts'

t.test('parallel calls use the connections that were opened before, and opening wakes no function', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 200, body: { a: 1 }, requestId: 'r-1' }))
  const [first] = await Promise.all([api.post('/predict', {}), api.post('/predict', {})])
  t.match(first, { reusedConnection: false, body: { a: 1 }, requestId: 'r-1' })
  const { api: prepared, requests: seen } = await fakeApi(t, () => ({ statusCode: 200, body: null }))
  await prepared.connect(4)
  const answers = await Promise.all(Array.from({ length: 4 }, () => prepared.post('/predict', {})))
  t.same(
    answers.map(({ reusedConnection }) => reusedConnection),
    [true, true, true, true],
  )
  t.equal(new Set(seen.map(({ socket }) => socket)).size, 4)
  t.same(
    seen.slice(0, 4).map(({ method, path }) => [method, path]),
    Array(4).fill(['OPTIONS', '/poc/predict']),
  )
  t.equal(requests.length, 2)
})

t.test('a connection without a call is closed by the client, and one with a call is not', async t => {
  const answer = { statusCode: 200, body: null }
  let answerNow = () => {}
  const late = new Promise<typeof answer>(resolve => (answerNow = () => resolve(answer)))
  const { api, requests } = await fakeApi(t, count => (count === 0 ? answer : late), { idleMs: 20 })
  await api.post('/predict', {})
  const { socket } = requests[0]!
  if (!socket.destroyed) await within('the connection closes', once(socket, 'close'))
  const long = api.post('/predict', {})
  await eventually('the call arrives', () => requests.length === 2)
  await setTimeout(100) // several times the limit
  answerNow()
  t.match(await long, { statusCode: 200, reusedConnection: false })
})

t.test('an answer that is not JSON has its status and its text', async t => {
  const { api } = await fakeApi(t, () => ({ statusCode: 502, body: '<html>Bad gateway</html>' }))
  t.match(await api.post('/predict', {}), { statusCode: 502, body: '<html>Bad gateway</html>' })
})

t.test('a server that hangs up or does not answer in time is an error', async t => {
  const { api } = await fakeApi(t, count => (count === 0 ? 'hang up' : 'never'), { timeoutMs: 1500 })
  await t.rejects(api.post('/predict', {}), /hang up|ECONNRESET/)
  await t.rejects(api.post('/predict', {}), { message: 'no answer within 1.5 s' })
})

t.test('Ctrl-C ends a call', async t => {
  const abort = new AbortController()
  const { api } = await fakeApi(t, () => {
    abort.abort()
    return 'never'
  })
  await t.rejects(api.post('/predict', {}, abort.signal), { name: 'AbortError' })
})
