import t from 'tap'
import type { Verification } from '../verification.ts'
import { type StubOptions, stubVerification } from '../stub-verification-fixture.ts'
import { firstAnswer, requireUsable, startRefusal } from './usable-function.ts'

t.before(() => (process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1'))
t.teardown(() => delete process.env.AWS_ENDPOINT_URL)

const configuration = { State: 'Active', LastUpdateStatus: 'Successful', Environment: { Variables: { A: '1' } } }
const lambda = {
  GetFunction: { Configuration: configuration },
  GetFunctionConfiguration: configuration,
  UpdateFunctionConfiguration: {},
  Invoke: {},
}
const stub = (more: StubOptions) => stubVerification({ aws: lambda, ...more })
const answer = (statusCode: number, error: string | undefined, requestId?: string) => () => ({
  statusCode,
  body: error === undefined ? {} : { error },
  ...(requestId && { requestId }),
})
const named = (name: string) => Object.assign(new Error('not today'), { name })

t.test('the first answer is that of new environments to a missing file, asked once for all checks', async t => {
  for (const [name, path, body] of [
    ['producer', '/ingest', { key: 'inputs/verify-no-such-file' }],
    ['consumer', '/predict', { fileId: 'verify-no-such-file', model: 'verify-no-such-file' }],
  ] as const) {
    const { verification, posts, asked } = stub({ post: answer(404, 'FILE_NOT_FOUND', 'id') })
    const first = await firstAnswer(verification, name)
    t.match(first, { statusCode: 404 })
    t.equal(await firstAnswer(verification, name), first)
    t.same(posts, [[path, body]])
    const updates = asked.filter(([operation]) => operation === 'UpdateFunctionConfiguration')
    t.match(updates, [
      ['UpdateFunctionConfiguration', { FunctionName: `demo-${name}` }],
      ['UpdateFunctionConfiguration', { FunctionName: `demo-${name}` }],
    ])
  }
})

t.test('an undisturbed verification retires no environment', async t => {
  const { verification, asked } = stub({ post: answer(404, 'FILE_NOT_FOUND', 'id'), undisturbed: true })
  t.match(await firstAnswer(verification, 'consumer'), { statusCode: 404 })
  t.same(asked, [])
})

t.test('an answer that API Gateway itself gives from 500 on is asked for again, no other', async t => {
  const tries = async (statusCode: number, requestId?: string) => {
    const { verification, posts } = stub({ post: answer(statusCode, 'X', requestId), undisturbed: true })
    await firstAnswer(verification, 'producer')
    return posts.length
  }
  t.same([await tries(499), await tries(500), await tries(504), await tries(503, 'id')], [1, 3, 3, 1])
})

t.test('a function is usable if it answers itself, and not that its mount is missing', async t => {
  const usable = (name: 'producer' | 'consumer', more: StubOptions) => requireUsable(stub(more).verification, name)
  await usable('consumer', { post: answer(404, 'FILE_NOT_FOUND', 'id') })
  await usable('producer', { post: answer(500, 'INTERNAL', 'id') })
  await usable('producer', { post: () => ({ statusCode: 200, requestId: 'id' }) })
  await t.rejects(usable('producer', { post: answer(500, 'EFS_UNAVAILABLE', 'id') }), {
    code: 'FUNCTION_UNUSABLE',
    message: 'The Producer has no working mount: a new environment answers 500 {"error":"EFS_UNAVAILABLE"}',
  })
  await t.rejects(usable('consumer', { post: answer(403, undefined) }), {
    code: 'FUNCTION_UNUSABLE',
    message: 'The Consumer cannot be reached in a new environment: the API answers 403 {}',
  })
  await t.rejects(
    usable('consumer', { post: answer(502, undefined), aws: { ...lambda, Invoke: named('EFSIOException') } }),
    /the API answers 502 {}, Lambda says EFSIOException: not today$/,
  )
})

t.test('Lambda starts no environment only if the mount fails; another refusal is an error', async t => {
  const refusal = (verification: Verification) => startRefusal(verification, 'consumer')
  const { verification, asked } = stub({})
  t.equal(await refusal(verification), undefined)
  t.same(asked, [['Invoke', { FunctionName: 'demo-consumer', Payload: '{"Records":[]}' }]])
  for (const name of ['EFSMountConnectivityException', 'EFSMountFailureException', 'EFSIOException']) {
    t.equal(await refusal(stub({ aws: { Invoke: named(name) } }).verification), `${name}: not today`)
  }
  for (const name of ['TooManyRequestsException', 'EFSOtherException', 'MyEFSIOException']) {
    await t.rejects(refusal(stub({ aws: { Invoke: named(name) } }).verification), { name })
  }
})
