import { readFile } from 'node:fs/promises'
import t from 'tap'
import { modelFile } from '../../exercise/digits.ts'
import { findingsOf, type StubOptions, stubVerification } from '../stub-verification-fixture.ts'
import { usableWithoutDeployment } from './usable-without-deployment.ts'

const configuration = { CodeSha256: 'code', LastModified: 'Monday' }
const stack = { CreationTime: new Date(0) }
const seven = Array.from({ length: 10 }, (_, digit) => (digit === 7 ? 1 : 0))

/** Checks the claim where the model is missing once, and then reads these outputs. */
async function check({ aws = {}, post, outputs = seven }: StubOptions & { outputs?: readonly number[] } = {}) {
  const written: string[] = []
  const { verification, ...made } = stubVerification({
    aws: {
      GetFunctionConfiguration: configuration,
      DescribeStacks: { Stacks: [stack] },
      PutObject: {},
      DeleteObject: {},
      ...aws,
    },
    post:
      post ??
      ((_path, _body, count) =>
        count === 1
          ? { statusCode: 404, body: { error: 'MODEL_NOT_FOUND' } }
          : { statusCode: 200, body: { outputs: [{ data: outputs }] } }),
    made: {
      'why the consumer is unusable': undefined,
      observer: { write: async (path: string) => void written.push(path), remove: async () => {} },
    },
  })
  return { ...(await findingsOf(usableWithoutDeployment, verification)), ...made, written }
}

t.test('C3 holds for a model that is missing, and usable after its upload alone', async t => {
  const { broken, observed, asked, posts, written } = await check()
  t.same(broken, [])
  t.match(observed, [
    'POST /predict: before the upload 404 MODEL_NOT_FOUND',
    /^S3 PutObject and POST \/predict: models\/verify-second-[\da-f-]+\.onnx is usable \d\.\d\d s after .* read as 7$/,
    'Lambda GetFunctionConfiguration, CloudFormation DescribeStacks: before and after: demo-producer code code of ' +
      'Monday, demo-consumer code code of Monday, stack of 1970-01-01T00:00:00.000Z',
  ])
  const [[, put]] = asked.filter(([name]) => name === 'PutObject') as [string, any][] as [[string, any]]
  t.match(put, { Bucket: 'demo-models', Key: /^models\/verify-second-/ })
  t.ok((await readFile(modelFile)).equals(put.Body))
  t.match(posts[0], ['/predict', { model: put.Key.slice('models/'.length) }])
  t.same(posts[0], posts[1])
  t.match(written, [/^inputs\/verify-claim-digit-7-/])
})

t.test('C3 is broken by a model that was there before, another digit, and a deployment meanwhile', async t => {
  const there = await check({ post: () => ({ statusCode: 200, body: { outputs: [{ data: seven }] } }) })
  t.same(there.broken, ['Before the upload the model is not missing: 200'])
  const six = seven.map((_, digit) => (digit === 6 ? 0.6 : 0.1))
  t.same((await check({ outputs: six })).broken, ['The digit is 7 and was read as 6'])
  const after = (changed: object, from: number, before: object = configuration) => {
    let count = 0
    return () => ((count += 1) > from ? { ...before, ...changed } : before)
  }
  const meanwhile = [/^Something was deployed meanwhile; before the upload it was: demo-producer code code of Monday/]
  for (const changed of [{ CodeSha256: 'other' }, { LastModified: 'Tuesday' }]) {
    t.match((await check({ aws: { GetFunctionConfiguration: after(changed, 2) } })).broken, meanwhile)
  }
  let asked = 0
  const updated = () => ({ Stacks: [(asked += 1) > 1 ? { ...stack, LastUpdatedTime: new Date(1) } : stack] })
  t.match((await check({ aws: { DescribeStacks: updated } })).broken, meanwhile)
})

t.test('C3 is broken by a model that is usable after more than a minute', async t => {
  const { now } = performance
  t.teardown(() => void (performance.now = now))
  for (const [waitMs, sentences] of [
    [60_000, []],
    [60_001, ['The model was usable after 60.00 s only']],
  ] as const) {
    let clock = 0
    performance.now = () => clock
    const { broken } = await check({
      post: (_path, _body, count) => {
        if (count === 1) return { statusCode: 404, body: { error: 'MODEL_NOT_FOUND' } }
        clock = waitMs
        return { statusCode: 200, body: { outputs: [{ data: seven }] } }
      },
    })
    performance.now = now
    t.same(broken, sentences)
  }
})
