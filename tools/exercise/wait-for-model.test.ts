import t from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import { waitForModel, wakeConsumer } from './wait-for-model.ts'

const request = { fileId: 'f', model: 'm' }
const missing = { statusCode: 404, body: { error: 'MODEL_NOT_FOUND' } }
const found = { statusCode: 200, body: {} }

t.test('wakeConsumer retries failures of first mounts until the Consumer reports the model as missing', async t => {
  const { api, requests } = await fakeApi(t, count => (count < 2 ? { statusCode: 502, body: {} } : missing))
  await wakeConsumer(api, request, [])
  t.same(
    requests.map(({ method, body }) => [method, body]),
    Array(3).fill(['POST', request]),
  )
})

t.test('a model that exists before its PUT has no measurable latency', async t => {
  const { api } = await fakeApi(t, () => found)
  await t.rejects(wakeConsumer(api, request, []), { code: 'UNEXPECTED_ANSWER' })
  const { api: withoutInput } = await fakeApi(t, () => ({ statusCode: 404, body: { error: 'NOT_FOUND' } }))
  await t.rejects(wakeConsumer(withoutInput, request, []), { code: 'UNEXPECTED_ANSWER' })
})

t.test('waitForModel asks until the model is found, and stops at an answer that will not change', async t => {
  const { api, requests } = await fakeApi(t, count => (count < 2 ? missing : found))
  t.ok((await waitForModel(api, request)) > 0)
  t.equal(requests.length, 3)
  const { api: refused } = await fakeApi(t, () => ({ statusCode: 400, body: {} }))
  await t.rejects(waitForModel(refused, request), { code: 'MODEL_NOT_INGESTED' })
})
