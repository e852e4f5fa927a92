import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../../command/function-settled.ts'
import { eventually, within } from '../../../testing/eventually.ts'
import { functionWorld } from './function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld({ concurrentExecutions: 10 })
const { create, invoke, lambda, logLines } = world
t.teardown(() => world.close())

t.test('a function answers, and its second call runs in the same environment and reports no init', async t => {
  await create(
    'counter',
    `let n = 0; exports.handler = async (event, context) => {
       console.log('counting', { n })
       return { n: n += 1, event, id: context.awsRequestId, left: context.getRemainingTimeInMillis() > 0 }
     }`,
  )
  const first = await invoke('counter', { a: 'é' })
  t.match(first.body, { n: 1, event: { a: 'é' }, left: true })
  const second = await invoke('counter')
  t.equal(second.body.n, 2)

  // The id of an API call is also that of the invocation, so a caller can find its report.
  const third = await lambda.send(new InvokeCommand({ FunctionName: 'counter' }))
  t.equal(JSON.parse(Buffer.from(third.Payload!).toString()).id, third.$metadata.requestId)

  const records = (await logLines()).map(line => JSON.parse(line))
  const of = (type: string, id: string) => records.find(one => one.type === type && one.record.requestId === id)
  t.match(of('platform.report', first.body.id), {
    record: { status: 'success', metrics: { initDurationMs: Number, durationMs: Number, memorySizeMB: 128 } },
  })
  t.notOk('initDurationMs' in of('platform.report', second.body.id).record.metrics)
  if (process.platform === 'linux') t.ok(of('platform.report', second.body.id).record.metrics.maxMemoryUsedMB > 10)
  t.match(
    records.filter(one => one.requestId === first.body.id),
    [{ level: 'INFO', message: 'counting { n: 0 }', timestamp: /Z$/ }],
  )
  t.match(
    first.log,
    /"type":"platform.start"[\s\S]*counting[\s\S]*"type":"platform.report"/,
    'the records are in this order',
  )
})

t.test('a changed configuration gives a new environment', async t => {
  await create('nonce', `const born = Math.random(); exports.handler = async () => [born, process.env.NONCE]`)
  const [before] = (await invoke('nonce')).body
  t.equal((await invoke('nonce')).body[0], before)
  const FunctionName = 'nonce'
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: { NONCE: '1' } } }),
  )
  await functionUpdated(lambda, FunctionName)
  const [after, nonce] = (await invoke('nonce')).body
  t.not(after, before)
  t.equal(nonce, '1')
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  t.same(Environment?.Variables, { NONCE: '1' })
})

t.test('errors of the function have Lambda’s form', async t => {
  await create('throws', `exports.handler = async () => { throw new TypeError('no such thing') }`)
  t.match(await invoke('throws'), {
    error: 'Unhandled',
    body: { errorType: 'TypeError', errorMessage: 'no such thing' },
  })

  await create('crashes', `exports.handler = async () => process.exit(3)`)
  const crashed = await invoke('crashes')
  t.match(crashed, { error: 'Unhandled', body: { errorType: 'Runtime.ExitError' } })
  t.match(crashed.body.errorMessage, /^RequestId: .* Error: Runtime exited with error: exit status 3$/)

  await create(
    'sleeps',
    `const born = Math.random()
     exports.handler = async ({ quick }) => quick ? born : new Promise(() => setInterval(() => {}, 1000))`,
    { Timeout: 1 },
  )
  const { body: before } = await invoke('sleeps', { quick: true })
  const late = await invoke('sleeps')
  t.equal(late.body.errorType, 'Sandbox.Timedout')
  t.match(late.body.errorMessage, /Task timed out after 1.00 seconds$/)
  const { body: after } = await invoke('sleeps', { quick: true })
  t.type(after, 'number')
  t.not(after, before, 'an environment whose function timed out is not reused')

  await create('lacks', `exports.other = 1`)
  t.match(await invoke('lacks'), { error: 'Unhandled', body: { errorType: 'Runtime.HandlerNotFound' } })
  await create('imports', `require('nowhere')`)
  t.match(await invoke('imports'), { error: 'Unhandled', body: { errorType: 'Runtime.ImportModuleError' } })
})

t.test('an answer has at most 6,291,556 bytes', async t => {
  await create(
    'answers',
    `const born = Math.random()
     exports.handler = async ({ bytes }) => bytes ? 'x'.repeat(bytes - 2) : born`,
  )
  const { body: before } = await invoke('answers', {})
  const largest = await invoke('answers', { bytes: 6_291_556 })
  t.same([largest.error, largest.body.length], [undefined, 6_291_554])
  t.match(await invoke('answers', { bytes: 6_291_557 }), {
    error: 'Unhandled',
    body: { errorType: 'Function.ResponseSizeTooLarge', errorMessage: /\(6291556 bytes\)/ },
  })
  t.equal((await invoke('answers', {})).body, before, 'the environment answers the next call')
})

t.test('callback handlers are refused on nodejs24.x and answer on nodejs22.x', async t => {
  const source = `exports.handler = (event, context, callback) => {
    if (event.fails) return callback(new TypeError('told so'))
    if (event.quick) { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000).unref(); setTimeout(() => {}, 60_000) }
    if (event.silent) return 'not an answer'
    setTimeout(() => callback(null, { heard: event.say }), 10)
  }`
  await create('callback24', source)
  const refused = await invoke('callback24')
  t.match(refused, { error: 'Unhandled', body: { errorType: 'Runtime.CallbackHandlerDeprecated' } })
  t.match(refused.body.errorMessage, /^ERROR: AWS Lambda has removed support for callback-based function handlers/)
  await create('async24', `exports.handler = async (event, context, unused) => 'never'`)
  t.match((await invoke('async24')).body, { errorType: 'Runtime.CallbackHandlerDeprecated' })

  await create('callback22', source, { Runtime: 'nodejs22.x' })
  t.same((await invoke('callback22', { say: 'é' })).body, { heard: 'é' })
  t.match(await invoke('callback22', { fails: true }), {
    error: 'Unhandled',
    body: { errorType: 'TypeError', errorMessage: 'told so' },
  })
  t.equal((await invoke('callback22', { silent: true })).body, null, 'the callback was not called')
  t.same((await invoke('callback22', { say: 'again' })).body, { heard: 'again' }, 'the same environment continues')
  t.same(
    (await invoke('callback22', { say: 'now', quick: true })).body,
    { heard: 'now' },
    'the answer does not wait for the event loop',
  )
  await create('async22', `exports.handler = async (event, context, callback) => typeof callback`, {
    Runtime: 'nodejs22.x',
  })
  t.equal((await invoke('async22')).body, 'function')
})

t.test('parallel calls run in different environments, up to the account’s concurrency', async t => {
  // Without namespaces, because with them a function cannot reach a server of the test.
  const { create, aws, close } = await functionWorld({ concurrentExecutions: 10, isolation: 'none' })
  t.teardown(close)
  // Each call asks this server, which answers only after the test has seen all of them, so all run at the same time.
  const atWork: ServerResponse[] = []
  const gate = createServer((_, response) => void atWork.push(response)).listen(0, '127.0.0.1')
  t.teardown(() => gate.close())
  await within('the server listens', once(gate, 'listening'))
  await create(
    'held',
    `exports.handler = async () => {
       await fetch('http://127.0.0.1:${(gate.address() as AddressInfo).port}').then(answer => answer.text())
       return process.env.AWS_LAMBDA_LOG_STREAM_NAME
     }`,
    { Timeout: 120 },
  )
  // Without the SDK's retries, which would hide the refusal.
  const impatient = new LambdaClient({ ...aws, maxAttempts: 1 })
  const calls = Array.from({ length: 11 }, () => impatient.send(new InvokeCommand({ FunctionName: 'held' })))
  const refusal = new Promise<boolean>(resolve => calls.map(call => call.catch(() => resolve(true))))
  await within('one call is refused', refusal)
  await eventually('ten calls are running', () => atWork.length === 10)
  for (const response of atWork) response.end()
  const atOnce = await Promise.allSettled(calls)
  const answered = atOnce.flatMap(call =>
    call.status === 'fulfilled' ? Buffer.from(call.value.Payload!).toString() : [],
  )
  t.equal(new Set(answered).size, 10, 'each call had its own environment')
  const refused = atOnce.flatMap(call => (call.status === 'rejected' ? call.reason : []))
  t.match(refused, [
    {
      name: 'TooManyRequestsException',
      Reason: 'ConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    },
  ])
  t.equal(refused.length, 1)
})

t.test('the most recently used of several idle environments is reused', async t => {
  await create(
    'pair',
    `exports.handler = async ({ wait }) => { await new Promise(r => setTimeout(r, wait ?? 0)); return process.env.AWS_LAMBDA_LOG_STREAM_NAME }`,
  )
  await Promise.all([invoke('pair', { wait: 300 }), invoke('pair', { wait: 300 })])
  const { body: first } = await invoke('pair')
  for (const again of [1, 2]) t.equal((await invoke('pair')).body, first, `call ${again} after it`)
})

t.test('payloads over the limits are refused', async t => {
  const big = JSON.stringify('x'.repeat(6 * 1024 * 1024))
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'counter', Payload: big })), {
    name: 'RequestTooLargeException',
    $metadata: { httpStatusCode: 413 },
  })
  const event = (bytes: number) => {
    const Payload = JSON.stringify('x'.repeat(bytes - 2))
    return lambda.send(new InvokeCommand({ FunctionName: 'counter', InvocationType: 'Event', Payload }))
  }
  t.equal((await event(1024 * 1024)).StatusCode, 202)
  await t.rejects(event(1024 * 1024 + 1), { name: 'RequestTooLargeException', message: /Event invocation type/ })
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'counter', Payload: '{' })), {
    name: 'InvalidRequestContentException',
  })
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'nobody' })), { name: 'ResourceNotFoundException' })
})
