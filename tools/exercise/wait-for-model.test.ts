import t, { type Test } from 'tap'
import { fakeApi } from '../measure/fake-api-fixture.ts'
import type { ApiClient } from './api-client.ts'
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

/** An API with these statuses, the last one for all later calls, each of which takes so long. */
function slowApi(t: Test, statusCodes: readonly number[], callMs = 0) {
  const { now } = performance
  let [clock, asked] = [0, 0]
  performance.now = () => clock
  t.teardown(() => void (performance.now = now))
  const post = async () => {
    clock += callMs
    const statusCode = statusCodes[asked] ?? statusCodes.at(-1)!
    asked += 1
    return { statusCode, body: { error: 'E' } }
  }
  return { api: { post } as unknown as ApiClient, asked: () => asked }
}

t.test('a missing model and failures of the server may change, and nothing else', async t => {
  const { api, asked } = slowApi(t, [404, 500, 504, 200], 7)
  t.equal(await waitForModel(api, request), 28)
  t.equal(asked(), 4)
  for (const status of [400, 403, 499, 201]) {
    const { api, asked } = slowApi(t, [status, 200])
    await t.rejects(waitForModel(api, request), { code: 'MODEL_NOT_INGESTED' })
    t.equal(asked(), 1, String(status))
  }
})

t.test('a model is waited for two minutes, and the error has the last answer', async t => {
  const { api, asked } = slowApi(t, [404, 503], 40_001)
  await t.rejects(waitForModel(api, request), {
    code: 'MODEL_NOT_INGESTED',
    message: 'The model m was not there 120 s after it was put into the bucket: /predict answers 503 {"error":"E"}.',
    nextStep: /Producer’s log group for the event.*notification configuration/,
  })
  t.equal(asked(), 3)
  const { api: exact, asked: times } = slowApi(t, [404], 40_000)
  await t.rejects(waitForModel(exact, request), { code: 'MODEL_NOT_INGESTED' })
  t.equal(times(), 4, 'not given up at exactly two minutes')
})

t.test('Ctrl-C ends the pause between two questions', async t => {
  const { api, asked } = slowApi(t, [404])
  await t.rejects(waitForModel(api, request, AbortSignal.abort()), { name: 'AbortError' })
  t.equal(asked(), 1)
})

t.test('a model that cannot be waited for says what was answered', async t => {
  const { api } = slowApi(t, [200])
  await t.rejects(wakeConsumer(api, request, []), {
    message: '/predict answers 200 {"error":"E"} for the model m, which was not put yet.',
    nextStep: /models\/ on the file system.*Consumer’s log group/,
  })
})
