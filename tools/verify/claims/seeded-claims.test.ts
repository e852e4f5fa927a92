import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { findingsOf, type StubOptions, stubVerification } from '../stub-verification-fixture.ts'
import { allClaims } from './all-claims.ts'
import { largerThanAPackage } from './larger-than-a-package.ts'
import { outlivesEnvironments } from './outlives-environments.ts'
import { claimedSize } from './seeded-model.ts'
import { storedOnce } from './stored-once.ts'

const mebibyte = 2 ** 20
const limit = 250 * mebibyte
const body = { modelSha256: 'abc', outputs: [{ data: [0.25, 0.75] }] }
const prediction = (fileId: string) => ({ fileId, answer: { statusCode: 200, body }, expected: [0.25, 0.75] })
const model = {
  key: 'models/m.onnx',
  model: 'm.onnx',
  path: 'models/m.onnx',
  bytes: 300 * mebibyte,
  sha256: 'abc',
  since: new Date('2026-11-30T10:00:00Z'),
  usableMs: 1234,
  predictions: [prediction('a'), prediction('b')],
}
const file = { type: 'file', size: 10 }
const observer = {
  stat: async () => [file],
  list: async () => ['m.onnx'],
  hash: async () => ({ sha256: 'abc', file }),
}
const event = (fields: object, logStreamName = 'one') => ({ message: JSON.stringify(fields), logStreamName })
const heard = { FilterLogEvents: { events: [event({ requestId: '1', event: 'ObjectCreated:Put' })] } }

/** A verification in which the model has been made, with other answers. */
const stub = (seeded: object = {}, more: StubOptions = {}, seen: object = {}) =>
  stubVerification({
    post: (_path, _body, count) => ({ statusCode: 200, body, requestId: `id-${count}` }),
    undisturbed: false,
    ...more,
    aws: { ...configuring, ...heard, ...more.aws },
    made: { 'seeded model': { ...model, ...seeded }, observer: { ...observer, ...seen } },
  })

const configuration = { State: 'Active', LastUpdateStatus: 'Successful', CodeSize: 1 }
const configuring = {
  GetFunction: { Configuration: configuration },
  GetFunctionConfiguration: configuration,
  UpdateFunctionConfiguration: {},
}

/** How Lambda logs that the requests of a burst ran in as many environments. */
const ranIn = (environments: number) => ({
  FilterLogEvents: {
    events: [1, 2, 3, 4].map(count => {
      const record = { requestId: `id-${count}`, metrics: { durationMs: 5 } }
      return event({ type: 'platform.report', time: '2026-11-30T10:00:01Z', record }, `${count % environments}`)
    }),
  },
})

t.test('the claims are four, and a quick verification makes a model of 32 MiB, a full one of 300', async t => {
  t.same(
    allClaims.map(({ id }) => id),
    ['C1', 'C2', 'C3', 'C4'],
  )
  const shown = new URL('../../../evidence/example/claims.json', import.meta.url)
  const verdicts = JSON.parse(readFileSync(shown, 'utf8')) as { id: string; claim: string }[]
  t.same(
    allClaims.map(({ id, claim }) => ({ id, claim })),
    verdicts.map(({ id, claim }) => ({ id, claim })),
    'else: make the example again',
  )
  for (const path of allClaims.flatMap(({ builtIn }) => builtIn)) {
    t.ok(existsSync(new URL(`../../../${path}`, import.meta.url)), path)
  }
  t.equal(claimedSize({ quick: true, claimedBytes: undefined }), 32 * mebibyte)
  t.equal(claimedSize({ quick: false, claimedBytes: undefined }), 300 * mebibyte)
  t.equal(claimedSize({ quick: false, claimedBytes: 5 }), 5)
})

t.test('C1 holds for a model beyond the limit of a package, and says what it saw', async t => {
  const { verification, asked } = stub()
  t.same(await findingsOf(largerThanAPackage, verification), {
    observed: [
      'S3 CompleteMultipartUpload: models/m.onnx, 314572800 bytes (300 MiB) from a seed, SHA-256 abc',
      'CloudWatch Logs FilterLogEvents: the Producer heard of it by ObjectCreated:Put',
      'POST /predict: 200, outputs 0.2500 0.7500',
      'POST /predict: 200, outputs 0.2500 0.7500',
      'the client’s clock: usable 1.23 s after the end of the upload, loading included',
    ],
    broken: [],
    left: [],
  })
  t.match(asked, [['FilterLogEvents', { logGroupName: '/demo/producer', startTime: +model.since - 60_000 }]])
})

t.test('C1 leaves a model that a package may hold to the reader', async t => {
  const left = async (bytes: number) => (await findingsOf(largerThanAPackage, stub({ bytes }).verification)).left
  t.match(await left(limit), [/^The model of this quick run has 262144000 bytes \(250 MiB\) only; the full run takes/])
  t.same(await left(limit + 1), [])
})

t.test('C1 is broken by each answer that differs', async t => {
  const broken = async (predicted: object, log: object = heard) => {
    const predictions = [{ ...prediction('a'), ...predicted }]
    return (await findingsOf(largerThanAPackage, stub({ predictions }, { aws: { ...log } }).verification)).broken
  }
  const answer = (changed: object, statusCode = 200) => ({ answer: { statusCode, body: { ...body, ...changed } } })
  t.same(await broken({}), [])
  t.match(await broken(answer({}, 201)), [/^\/predict answers 201 \{/])
  t.same(await broken(answer({ modelSha256: 'other' })), ['The Consumer read a model with the SHA-256 other'])
  const same = ['The same model and input give 0.25 0.75 on this machine']
  t.same(await broken(answer({ outputs: [] })), same)
  t.same(await broken(answer({ outputs: [{ data: [0.25, 0.75, 0] }] })), same)
  t.same(await broken(answer({ outputs: [{ data: [0.25, 0.7502] }] })), same)
  t.same(await broken(answer({ outputs: [{ data: [0.25, 0.7498] }] })), same)
  t.same(await broken(answer({ outputs: [{ data: [0.25, 0.75005] }] })), [], 'rounding')
  const unheard = {
    FilterLogEvents: {
      events: [event({ requestId: '1', event: 'my ObjectCreated:Put' }), event({ requestId: 1, event: 3 })],
    },
  }
  t.same(await broken({}, unheard), ['The Producer’s log has no S3 event of the model'])
})

t.test('C2 holds for one copy that a burst in several environments reads', async t => {
  const { verification, posts, asked } = stub({}, { aws: ranIn(2) })
  const { observed, broken } = await findingsOf(storedOnce, verification)
  t.same(broken, [])
  t.equal(observed.length, 6)
  t.match(observed[1], /they ran in 2 environments/)
  t.match(observed[2], /\/mnt\/efs\/models\/m\.onnx: 10 bytes, SHA-256 abc/)
  t.same(posts, Array(4).fill(['/predict', { fileId: 'a', model: 'm.onnx' }]))
  t.equal(asked.filter(([name]) => name === 'UpdateFunctionConfiguration').length, 2, 'warm environments are retired')
})

t.test('C2 is broken by each answer that differs', async t => {
  const broken = async (more: StubOptions, seen: object = {}, seeded: object = {}) => {
    const changed = { ...more, aws: { ...ranIn(2), ...more.aws } }
    return (await findingsOf(storedOnce, stub(seeded, changed, seen).verification)).broken
  }
  t.same(await broken({ aws: ranIn(1) }), ['They ran in 1 environments, which is no burst'])
  const post = (one: string, others: string): StubOptions => ({
    post: (_path, _body, count) => {
      return { statusCode: 200, body: { modelSha256: count === 1 ? one : others }, requestId: `id-${count}` }
    },
  })
  t.same(await broken(post('abc', 'def')), ['They did not all read the model abc'])
  t.same(await broken(post('def', 'def')), ['They did not all read the model abc'])
  const bytes = 'Another function reads other bytes at the model’s path'
  t.same(await broken({}, { hash: async () => ({ sha256: 'def', file }) }), [bytes])
  const lists = [['m.onnx'], ['copy.onnx', 'm.onnx', 'x.onnx']]
  t.same(await broken({}, { list: async () => lists.shift() }), ['The burst made copies: copy.onnx, x.onnx'])
  const sized = (CodeSize: number) => ({ aws: { GetFunctionConfiguration: { ...configuration, CodeSize } } })
  t.same(await broken(sized(model.bytes - 1)), [])
  t.same(await broken(sized(model.bytes)), [
    'The package of demo-producer is large enough to hold the model',
    'The package of demo-consumer is large enough to hold the model',
  ])
  t.same(await broken(sized(limit), {}, { bytes: limit }), [], 'a quick run cannot show it')
})

t.test('C4 holds while the result and the model outlive the environments', async t => {
  const { verification, posts } = stub()
  const { observed, broken } = await findingsOf(outlivesEnvironments, verification)
  t.same(broken, [])
  t.match(observed, [
    'the observer function: /mnt/efs/outputs/a.result, written by an environment: file',
    'the observer function: the same after all environments were retired: file, 10 bytes',
    'POST /predict: an environment that had answered before read the model SHA-256 abc, without an upload',
  ])
  t.equal(posts.length, 2)
  const cold = stub({}, { post: () => ({ statusCode: 200, body: { ...body, coldStart: true } }) })
  t.match((await findingsOf(outlivesEnvironments, cold.verification)).observed[2], /: a new environment read/)
})

t.test('C4 is broken by each answer that differs', async t => {
  const broken = async (...states: object[]) => {
    const stat = async (path: string) => (t.equal(path, 'outputs/a.result'), [states.shift()])
    return (await findingsOf(outlivesEnvironments, stub({}, {}, { stat }).verification)).broken
  }
  const [absent, went] = [
    '/mnt/efs/outputs/a.result is not on the shared file system',
    'The result went with the environments',
  ]
  t.same(await broken({ type: 'none' }, file), [absent, went])
  t.same(await broken(file, { type: 'none', size: 10 }), [went])
  t.same(await broken(file, { ...file, size: 9 }), [went])
  const other = stub({}, { post: () => ({ statusCode: 200, body: { modelSha256: 'def' } }) })
  t.same((await findingsOf(outlivesEnvironments, other.verification)).broken, [
    'A later environment reads another model',
  ])
})
