import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { silent } from '../command/progress.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { replay } from './replay.ts'

const Bucket = 'demo-models'
const system = {
  bucketName: Bucket,
  region: 'us-east-1',
  producer: { functionName: 'demo-producer' },
} as DeployedSystem
const prefix = 'aws/lambda/async/demo-producer/'

interface Answer {
  readonly body: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** How Lambda refuses to run a function. */
const refusal = (name: string, status: number): Answer => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { message: 'not now' },
})

/** An AWS with a bucket of records, and a Producer that gives these answers to their events, also when it is asked again. */
async function fakeAws(t: Test, records: Record<string, object>, answers: readonly Answer[]) {
  const [calls, payloads] = [[] as string[], [] as unknown[]]
  const left: Record<string, object> = { ...records }
  const answer = (request: IncomingMessage, sent: string): Answer => {
    const { pathname } = new URL(request.url!, 'http://local')
    const key = decodeURIComponent(pathname).slice(`/${Bucket}/`.length)
    if (sent.includes('GetCallerIdentity')) return { body: identity }
    calls.push(`${request.method} ${pathname}`)
    if (pathname.endsWith('/configuration')) return { body: { State: 'Active', LastUpdateStatus: 'Successful' } }
    if (pathname.endsWith('/invocations')) {
      payloads.push(JSON.parse(sent))
      return answers[JSON.parse(sent).at] ?? refusal('UnexpectedException', 400)
    }
    if (request.method === 'DELETE') delete left[key]
    if (request.method === 'DELETE') return { status: 204, body: '' }
    if (key in left) return { body: left[key] }
    const found = Object.keys(left).map(each => `<Contents><Key>${each}</Key></Contents>`)
    return { body: `<ListBucketResult>${found.join('')}</ListBucketResult>` }
  }
  const server = createServer(async (request, response) => {
    const { body, status = 200, headers = {} } = answer(request, await text(request))
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  }
  const before = Object.keys(environment).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, environment)
  t.teardown(() => {
    for (const [name, value] of before) value === undefined ? delete process.env[name] : (process.env[name] = value)
    server.closeAllConnections()
    server.close()
  })
  return { calls, payloads, left: () => Object.keys(left) }
}

const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>' +
  '<Arn>arn:aws:iam::123456789012:root</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

/** The record of event number `at` for these objects. */
const record = (at: number, keys: readonly string[], more: object = {}) => ({
  version: '1.0',
  timestamp: `2026-11-30T10:00:0${at}.000Z`,
  requestContext: { condition: 'RetriesExhausted' },
  requestPayload: { at, Records: keys.map(key => ({ s3: { object: { key } } })) },
  ...more,
})

t.test('each event has its own outcome, and only the record of one that is done is removed', async t => {
  const { left, payloads } = await fakeAws(
    t,
    {
      [`${prefix}1`]: record(0, ['inputs/a', 'inputs/b']),
      [`${prefix}2`]: record(1, []),
      [`${prefix}3`]: record(2, ['inputs/c', 'inputs/d']),
      [`${prefix}4`]: record(3, ['inputs/e']),
      [`${prefix}5`]: record(4, []),
    },
    [
      { body: [{ key: 'inputs/b', status: 'created' }, null] },
      { body: '' },
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType: 'EfsError', errorMessage: 'no mount' } },
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: 'null' },
      { body: { no: 'list' } },
    ],
  )
  const replayed = await replay(system, { progress: silent })
  t.same(
    replayed.map(({ outcome, lines }) => [outcome, ...lines]),
    [
      ['done', 'inputs/a: done', 'inputs/b: created'],
      ['done', `${prefix}2: done`],
      ['failed', 'inputs/c: failed again, EfsError: no mount', 'inputs/d: failed again, EfsError: no mount'],
      ['failed', 'inputs/e: failed again, Unhandled'],
      ['done', `${prefix}5: done`],
    ],
  )
  t.same(left(), [`${prefix}3`, `${prefix}4`])
  t.match(replayed[0], { condition: 'RetriesExhausted', keys: ['inputs/a', 'inputs/b'] })
  t.same(payloads[0], record(0, ['inputs/a', 'inputs/b']).requestPayload)
})

t.test('an event that Lambda cannot run now has failed again; any other refusal ends the replay', async t => {
  // The SDK asks again after an error of throttling, and pauses for a random time before that.
  const { random } = Math
  Math.random = () => 0
  t.teardown(() => void (Math.random = random))
  const passing = [
    'EFSIOException',
    'EFSMountConnectivityException',
    'TooManyRequestsException',
    'ServiceException',
    'ResourceConflictException',
    'ResourceNotReadyException',
    'RequestTooLargeException',
  ]
  const records = Object.fromEntries(
    [...passing, 'last'].map((name, at) => [`${prefix}${at}`, record(at, [`inputs/${name}`])]),
  )
  const answers = passing.map(name => refusal(name, 409))
  const { left } = await fakeAws(t, records, [...answers, { body: 'null' }])
  const replayed = await replay(system, { progress: silent })
  t.same(
    replayed.map(({ lines }) => lines[0]),
    [...passing.map(name => `inputs/${name}: failed again, ${name}: not now`), 'inputs/last: done'],
  )
  t.equal(left().length, passing.length)
})

for (const name of ['ResourceNotFoundException', 'AccessDeniedException', 'MyServiceException', 'ServiceExceptions']) {
  t.test(`${name} ends the replay, and the record stays`, async t => {
    const { left } = await fakeAws(t, { [`${prefix}1`]: record(0, ['inputs/a']) }, [refusal(name, 404)])
    await t.rejects(replay(system, { progress: silent }), { name })
    t.equal(left().length, 1)
  })
}

t.test('a dry run lists what waits, and neither calls the function nor changes anything', async t => {
  const error = { responsePayload: { errorType: 'EfsError', errorMessage: 'no mount' } }
  const { calls, left } = await fakeAws(
    t,
    { [`${prefix}1`]: record(0, ['inputs/a', 'inputs/b'], error), [`${prefix}2`]: record(1, []) },
    [],
  )
  const shown: string[] = []
  const progress = { ...silent, status: (text: string) => void shown.push(text) }
  const replayed = await replay(system, { dryRun: true, progress })
  t.same(
    replayed.map(({ outcome, lines }) => [outcome, ...lines]),
    [
      [
        'waiting',
        'inputs/a: RetriesExhausted at 2026-11-30T10:00:00.000Z, EfsError: no mount',
        'inputs/b: RetriesExhausted at 2026-11-30T10:00:00.000Z, EfsError: no mount',
      ],
      ['waiting', `${prefix}2: RetriesExhausted at 2026-11-30T10:00:01.000Z`],
    ],
  )
  t.equal(left().length, 2)
  t.notOk(
    calls.some(call => !call.startsWith(`GET /${Bucket}`)),
    'the function is not even read',
  )
  t.same(shown, ['inputs/a, inputs/b', `${prefix}2`])
})

t.test('a replay first looks whether a killed command has left the Producer changed', async t => {
  const { calls } = await fakeAws(t, {}, [])
  t.same(await replay(system, { progress: silent }), [])
  t.match(calls[0], /^GET .*demo-producer\/configuration$/)
})
