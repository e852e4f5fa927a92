import t from 'tap'
import { findingsOf, type StubOptions, stubVerification } from '../stub-verification-fixture.ts'
import { missingFile } from './missing-file.ts'
import { readExecutions } from './parallel-execution.ts'
import { parallelReaders } from './parallel-readers.ts'
import { predictAnswer } from './predict-answer.ts'
import { processing } from './processing.ts'
import { readFile } from './read-file.ts'

const digit = (label: number, probability = 0.9) =>
  Array.from({ length: 10 }, (_, index) => (index === label ? probability : 0.01))
const answer = (fileId: string, label: number, more: object = {}) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: {
    fileId,
    inputSha256: `sha of ${fileId}`,
    efsPath: `/mnt/efs/outputs/${fileId}.result`,
    durationMs: 0,
    outputs: [{ data: digit(label) }],
    ...more,
  },
})
const prediction = (fileId: string, label: number, more?: object) => ({
  sample: { label },
  input: { fileId },
  givenSha256: `sha of ${fileId}`,
  answer: answer(fileId, label, more),
})
/** A verification in which both predictions were made, the first with other members in its answer. */
const stub = (first: object = {}, more: StubOptions = {}) => {
  const predictions = {
    model: 'm.onnx',
    modelSha256: 'abc',
    first: prediction('a', 7, first),
    second: prediction('b', 0),
  }
  return stubVerification({ made: { predictions, 'why the consumer is unusable': undefined }, ...more })
}
const check = (criterion: typeof readFile, first?: object) => findingsOf(criterion, stub(first).verification)

t.test('3.2: the Consumer read the bytes that were put there, and answers about that file', async t => {
  t.same((await check(readFile)).observed, [
    'POST /predict: fileId a, model m.onnx: read SHA-256 sha of a',
    'POST /predict: fileId b, model m.onnx: read SHA-256 sha of b',
  ])
  const { broken } = await check(readFile, { inputSha256: 'x', fileId: 'c' })
  t.same(broken, ['The Consumer read SHA-256 x, and sha of a was put there', 'The answer is about c, not a'])
})

t.test('3.3: the outputs are numbers, which read the digits that a person sees', async t => {
  const holds = await check(processing)
  t.same(holds.broken, [])
  t.equal(holds.observed[0], 'POST /predict: an unseen 7 is read as 7, probability 0.9')
  const broken = async (first: object) => (await check(processing, first)).broken
  t.same(await broken({ outputs: [] }), ['The outputs are not finite numbers'])
  t.same(await broken({ outputs: [{ data: [...digit(7), null] }] }), ['The outputs are not finite numbers'])
  t.same(await broken({ outputs: [{ data: digit(0) }] }), [
    'The digit is 7 and was read as 0',
    'Two different inputs have the same outputs',
  ])
})

t.test('3.7: the answer has its fields, and a key of the bucket only if it is that of the result', async t => {
  t.same((await check(predictAnswer)).broken, [])
  t.same((await check(predictAnswer, { s3Key: 'outputs/a.result' })).broken, [])
  const { broken } = await check(predictAnswer, { s3Key: 'outputs/b.result', durationMs: -1, efsPath: '/', fileId: 1 })
  t.same(broken, ['fileId is 1', 'efsPath is /', 's3Key is outputs/b.result', 'durationMs is -1'])
  t.same((await check(predictAnswer, { durationMs: '5' })).broken, ['durationMs is 5'])
})

t.test('3.8: a missing file is answered 404 with its own name', async t => {
  const respond = async (statusCode: number, change: object = {}) => {
    const post: StubOptions['post'] = (_path, { fileId }) => ({
      statusCode,
      body: { error: 'NOT_FOUND', fileId, ...change },
    })
    const made = stub({}, { post })
    return { ...(await findingsOf(missingFile, made.verification)), posts: made.posts }
  }
  const holds = await respond(404)
  t.same(holds.broken, [])
  t.match(holds.posts, [['/predict', { fileId: /^verify-none-[\da-f-]{36}$/, model: 'digits' }]])
  t.same((await respond(410)).broken, ['The status is 410'])
  t.same((await respond(404, { error: 'X', fileId: 'y' })).broken, ['The error is X', 'The fileId is y'])
})

const event = (type: string, requestId: string, time: string, durationMs: number, logStreamName: string) => ({
  logStreamName,
  message: JSON.stringify({ type, time, record: { requestId, metrics: { durationMs } } }),
})
const at = (ms: number) => new Date(ms).toISOString()

t.test('the run of a request begins with its start record, or by its report alone', async t => {
  const events = [
    event('platform.start', 'a', at(1000), 0, 'one'),
    event('platform.report', 'a', at(9000), 500, 'one'),
    event('platform.report', 'b', at(9000), 400, 'two'),
    event('platform.report', 'other', at(9000), 400, 'two'),
    event('platform.initStart', 'a', at(9000), 400, 'two'),
  ]
  const { verification, asked } = stubVerification({ aws: { FilterLogEvents: { events } } })
  t.same(await readExecutions(verification, ['a', 'b'], new Date(100_000)), [
    { requestId: 'a', environment: 'one', startedAt: 1000, endedAt: 1500 },
    { requestId: 'b', environment: 'two', startedAt: 8600, endedAt: 9000 },
  ])
  t.match(asked, [
    [
      'FilterLogEvents',
      { logGroupName: '/demo/consumer', filterPattern: '{ $.type = "platform.*" }', startTime: 40_000 },
    ],
  ])
})

t.test('records that come late are asked for again, and after the patience those that came count', async t => {
  let count = 0
  const FilterLogEvents = () => ({
    events: (count += 1) < 2 ? [] : [event('platform.report', 'a', at(10), 5, 'one')],
  })
  const late = stubVerification({ aws: { FilterLogEvents } })
  t.equal((await readExecutions(late.verification, ['a'], new Date())).length, 1)
  const impatient = stubVerification({ aws: { FilterLogEvents }, patienceMs: -1 })
  t.equal((await readExecutions(impatient.verification, ['a', 'b'], new Date())).length, 1)
})

t.test('3.6: ten calls at once read the one model, in several environments', async t => {
  const check = async (change: (count: number) => object = () => ({})) => {
    const post: StubOptions['post'] = (_path, _body, count) => ({
      statusCode: 200,
      requestId: `id-${count}`,
      body: { modelSha256: 'abc', coldStart: count < 4 },
      ...change(count),
    })
    const events = Array.from({ length: 10 }, (_, index) =>
      event('platform.report', `id-${index + 1}`, at(10), 5, `${index % 2}`),
    )
    const made = stub({}, { post, aws: { FilterLogEvents: { events } } })
    return { ...(await findingsOf(parallelReaders, made.verification)), posts: made.posts }
  }
  const { broken, observed, posts } = await check()
  t.same(broken, [])
  t.equal(observed[0], '10 × POST /predict at once: 10 answered 200, 3 of them in new environments; model SHA-256 abc')
  t.match(observed[1], /: 10 of 10 requests, in 2 environments, up to 10 running at once$/)
  t.same(posts, Array(10).fill(['/predict', { fileId: 'a', model: 'm.onnx' }]))
  const failed = await check(count => (count === 5 ? { statusCode: 429, body: { message: 'x' } } : {}))
  t.same(failed.broken, ['1 of 10 failed: 429 {"message":"x"}'])
  t.equal(failed.observed.length, 1)
  const other = await check(count => (count === 5 ? { body: { modelSha256: 'def' } } : {}))
  t.same(other.broken, ['They did not all read the model abc'])
  const all = await check(() => ({ body: { modelSha256: 'def' } }))
  t.same(all.broken, ['They did not all read the model abc'])
})
