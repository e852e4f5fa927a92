import t from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import { ApiClient } from './api-client.ts'
import { type Retry, settled } from './settling-calls.ts'

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
