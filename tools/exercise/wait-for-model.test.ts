import t from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import { waitForModel, wakeConsumer } from './wait-for-model.ts'

const request = { fileId: 'f', model: 'm' }
const missing = { statusCode: 404, body: { error: 'MODEL_NOT_FOUND' } }
const found = { statusCode: 200, body: {} }

t.test('the Consumer is asked until it says that the model is missing, past the failures of first mounts', async t => {
  const { api, requests } = await fakeApi(t, count => (count < 2 ? { statusCode: 502, body: {} } : missing))
  await wakeConsumer(api, request)
  t.same(
    requests.map(({ method, body }) => [method, body]),
    Array(3).fill(['POST', request]),
  )
})

t.test('a model that is there before it was put has no latency that could be measured', async t => {
  const { api } = await fakeApi(t, () => found)
  await t.rejects(wakeConsumer(api, request), { code: 'UNEXPECTED_ANSWER' })
  const { api: withoutInput } = await fakeApi(t, () => ({ statusCode: 404, body: { error: 'NOT_FOUND' } }))
  await t.rejects(wakeConsumer(withoutInput, request), { code: 'UNEXPECTED_ANSWER' })
})

t.test('the model is asked for until it is found, and not when the answer will not change', async t => {
  const { api, requests } = await fakeApi(t, count => (count < 2 ? missing : found))
  t.ok((await waitForModel(api, request)) > 0)
  t.equal(requests.length, 3)
  const { api: refused } = await fakeApi(t, () => ({ statusCode: 400, body: {} }))
  await t.rejects(waitForModel(refused, request), { code: 'MODEL_NOT_INGESTED' })
})
