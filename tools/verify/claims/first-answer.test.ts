import t from 'tap'
import { stubVerification } from '../stub-verification-fixture.ts'
import { firstAnswerOf } from './first-answer.ts'

const request = { fileId: 'a', model: 'm.onnx' }

/** Asks until there is a prediction, from an API with these statuses; the last one for all later calls. */
async function ask(statusCodes: readonly number[], more: object = {}) {
  const { verification, posts } = stubVerification({
    post: (_path, _body, count) => ({
      statusCode: statusCodes[count - 1] ?? statusCodes.at(-1)!,
      body: { error: 'E' },
    }),
    ...more,
  })
  const first = await firstAnswerOf(verification, request).catch((error: Error) => error)
  return { first, posts }
}

t.test('a prediction is asked for until the model is there and loaded, and its time is reported', async t => {
  const { first, posts } = await ask([404, 504, 500, 200, 404])
  t.same(posts, Array(4).fill(['/predict', request]))
  t.match(first, { answer: { statusCode: 200 } })
  const { afterMs } = first as { afterMs: number }
  t.ok(afterMs >= 3 * 49 && afterMs < 60_000, `${afterMs} ms: three pauses of 50 ms`)
})

t.test('an answer that will not change ends the asking at once', async t => {
  for (const status of [400, 403, 429, 499]) {
    const { first, posts } = await ask([status])
    t.equal(posts.length, 1)
    t.match(first, {
      code: 'NOT_SEEN',
      message: `The model m.onnx cannot be used 0 s after it was put into the bucket: ${status} {"error":"E"}`,
    })
  }
})

t.test('the patience ends the asking, and Ctrl-C a pause', async t => {
  const { first, posts } = await ask([404], { patienceMs: -1 })
  t.equal(posts.length, 1)
  t.match(first, { code: 'NOT_SEEN', message: /: 404 \{"error":"E"\}$/ })
  t.match((await ask([404], { signal: AbortSignal.abort() })).first, { name: 'AbortError' })
})
