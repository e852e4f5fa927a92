import t from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import { type ApiAnswer, ApiClient } from './api-client.ts'
import { type Retry, retriesSentence, settled } from './settling-calls.ts'

// Pauses as on this machine.
process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'

const ok = { statusCode: 200, body: {} }

for (const [what, first] of [
  ['a mount that fails', { statusCode: 500, body: { message: 'Internal server error' } }],
  ['a function that is made ready again', { statusCode: 502, body: {} }],
  ['a stage that is not known yet', { statusCode: 403, body: { message: 'Forbidden' } }],
] as const) {
  t.test(`a call is repeated after ${what}, and each failure is recorded`, async t => {
    const { api } = await fakeApi(t, count => (count < 2 ? first : ok))
    const retries: Retry[] = []
    t.match(await settled('ingest', () => api.post('/ingest', {}), retries), { statusCode: 200 })
    t.match(retries, [
      { step: 'ingest', statusCode: first.statusCode, answered: first.body },
      { step: 'ingest', statusCode: first.statusCode },
    ])
  })
}

t.test('a call whose failure does not pass is given up after a number of tries, with its last answer', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 500, body: {} }))
  const retries: Retry[] = []
  const call = () => api.post('/ingest', {})
  t.match(await settled('ingest', call, retries, undefined, { tries: 3 }), { statusCode: 500 })
  t.equal(requests.length, 3)
  t.equal(retries.length, 2)
})

t.test('a refusal of a function is not repeated', async t => {
  const { api, requests } = await fakeApi(t, () => ({ statusCode: 404, body: { error: 'NOT_FOUND' } }))
  t.match(await settled('predict', () => api.post('/predict', {}), []), { statusCode: 404 })
  t.equal(requests.length, 1)
})

t.test('a host that cannot be reached is tried again, and in the end its error is thrown', async t => {
  const api = new ApiClient('http://127.0.0.1:1')
  t.teardown(() => api.close())
  const retries: Retry[] = []
  await t.rejects(
    settled('ingest', () => api.post('/ingest', {}), retries, undefined, { tries: 2 }),
    {
      code: 'ECONNREFUSED',
    },
  )
  t.match(retries, [{ statusCode: null, answered: /ECONNREFUSED/ }])
})

const answer = (statusCode: number, requestId?: string) => ({ statusCode, body: {}, requestId }) as ApiAnswer

t.test('16 calls are made in all, and none is begun after two minutes', async t => {
  let calls = 0
  const failing = async () => ((calls += 1), answer(503))
  t.match(await settled('ingest', failing, []), { statusCode: 503 })
  t.equal(calls, 16)
  const { now } = performance
  let clock = 500_000 // when the process began does not matter
  performance.now = () => clock
  t.teardown(() => void (performance.now = now))
  const slow = async () => ((clock += 60_000), answer(500))
  const retries: Retry[] = []
  await settled('ingest', slow, retries)
  t.equal(retries.length, 3, 'one begins at exactly two minutes')
})

t.test('what may settle is a failure of the server, and API Gateway’s own 403 and 429', async t => {
  const repeats = async (statusCode: number, requestId?: string) => {
    const retries: Retry[] = []
    await settled('predict', async () => answer(statusCode, requestId), retries, undefined, { tries: 2 })
    return retries.length
  }
  const own = [499, 500, 504, 403, 429, 404, 200]
  t.same(await Promise.all(own.map(status => repeats(status))), [0, 1, 1, 1, 1, 0, 0])
  t.same(await Promise.all(own.map(status => repeats(status, 'id'))), [0, 1, 1, 0, 0, 0, 0])
})

t.test('Ctrl-C ends a pause and a failing call, and what is no error is passed on', async t => {
  const aborted = AbortSignal.abort()
  await t.rejects(
    settled('a', async () => answer(500), [], aborted),
    { name: 'AbortError' },
  )
  await t.rejects(
    settled('a', () => Promise.reject(new Error('hang up')), [], aborted),
    { name: 'AbortError' },
  )
  const thrown = await settled('a', () => Promise.reject('text'), []).catch((error: unknown) => error)
  t.equal(thrown, 'text')
})

t.test('pauses lie between the tries, each longer than the one before', async t => {
  const started: number[] = []
  const call = async () => (started.push(performance.now()), answer(500))
  const retries: Retry[] = []
  await settled('ingest', call, retries, undefined, { tries: 3 })
  t.ok(started[2]! - started[0]! >= 28, `${started[2]! - started[0]!} ms for pauses of 10 and 20`)
  t.match(retries[0], { startedAt: /^2\d{3}-\d\d-\d\dT/ })
})

t.test('the repeated calls are one sentence', async t => {
  const startedAt = ''
  t.equal(
    retriesSentence([
      { step: 'ingest', statusCode: 500, answered: { error: 'E' }, startedAt },
      { step: 'predict', statusCode: null, answered: 'hang up', startedAt },
    ]),
    '2 calls failed at first and were repeated (ingest: 500 {"error":"E"}; predict:  "hang up")',
  )
})
