import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../../command/function-settled.ts'
import { eventually, within } from '../../../testing/eventually.ts'
import { functionWorld } from './function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld({ concurrentExecutions: 10 })
const { create, invoke, lambda, logLines, aws } = world
t.teardown(() => world.close())

t.test('a function answers; its second call meets the same environment and reports no init', async t => {
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
  t.match(first.log, /"type":"platform.start"[\s\S]*counting[\s\S]*"type":"platform.report"/, 'in this order')
})

t.test('a changed configuration means a new environment', async t => {
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

t.test('errors of the function come back as Lambda words them', async t => {
  await create('throws', `exports.handler = async () => { throw new TypeError('no such thing') }`)
  t.match(await invoke('throws'), {
    error: 'Unhandled',
    body: { errorType: 'TypeError', errorMessage: 'no such thing' },
  })

  await create('crashes', `exports.handler = async () => process.exit(3)`)
  const crashed = await invoke('crashes')
  t.match(crashed, { error: 'Unhandled', body: { errorType: 'Runtime.ExitError' } })
  t.match(crashed.body.errorMessage, /^RequestId: .* Error: Runtime exited with error: exit status 3$/)

  await create('sleeps', `exports.handler = () => new Promise(() => setInterval(() => {}, 1000))`, { Timeout: 1 })
  const late = await invoke('sleeps')
  t.equal(late.body.errorType, 'Sandbox.Timedout')
  t.match(late.body.errorMessage, /Task timed out after 1.00 seconds$/)

  await create('lacks', `exports.other = 1`)
  t.match(await invoke('lacks'), { error: 'Unhandled', body: { errorType: 'Runtime.HandlerNotFound' } })
  await create('imports', `require('nowhere')`)
  t.match(await invoke('imports'), { error: 'Unhandled', body: { errorType: 'Runtime.ImportModuleError' } })
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
  t.equal((await invoke('callback22', { silent: true })).body, null, 'nothing was called back')
  t.same((await invoke('callback22', { say: 'again' })).body, { heard: 'again' }, 'the same environment goes on')
  t.same((await invoke('callback22', { say: 'now', quick: true })).body, { heard: 'now' }, 'without the empty loop')
  await create('async22', `exports.handler = async (event, context, callback) => typeof callback`, {
    Runtime: 'nodejs22.x',
  })
  t.equal((await invoke('async22')).body, 'function')
})

t.test('parallel calls run in environments of their own, up to the account’s concurrency', async t => {
  // Every call is at work until all are: it asks this server, which answers when the test has seen them.
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
  // Without the SDK's own repetitions, which would hide the refusal.
  const impatient = new LambdaClient({ ...aws, maxAttempts: 1 })
  const calls = Array.from({ length: 11 }, () => impatient.send(new InvokeCommand({ FunctionName: 'held' })))
  const refusal = new Promise<boolean>(resolve => calls.map(call => call.catch(() => resolve(true))))
  await within('a call is refused', refusal)
  await eventually('ten calls are at work', () => atWork.length === 10)
  for (const response of atWork) response.end()
  const atOnce = await Promise.allSettled(calls)
  const answered = atOnce.flatMap(call =>
    call.status === 'fulfilled' ? Buffer.from(call.value.Payload!).toString() : [],
  )
  t.equal(new Set(answered).size, 10, 'no two shared an environment')
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

t.test('an event is answered at once and tried three times', async t => {
  await create('fails', `exports.handler = async event => { console.log('try', event.mark); throw new Error('again') }`)
  const { StatusCode } = await lambda.send(
    new InvokeCommand({ FunctionName: 'fails', InvocationType: 'Event', Payload: '{"mark":"m1"}' }),
  )
  t.equal(StatusCode, 202)
  const tries = async () => (await logLines()).filter(line => line.includes('"message":"try m1"')).length
  // Settled is the queue when it gives an event up: no fourth try can come then.
  await within('the event is given up', aws.account.lambda.events.settled())
  t.equal(await tries(), 3)
})

t.test('a throttled event waits in the queue, and its retries are for the function’s own errors', async t => {
  await create(
    'queued',
    `exports.handler = async event => { console.log('queued', event.mark); throw new Error('again') }`,
  )
  const FunctionName = 'queued'
  const hold = () => lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
  const send = (mark: string) =>
    lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify({ mark }) }))
  const told = (text: string) =>
    world.sentences.filter(one => one.startsWith(`event for queued, `) && one.includes(text))
  const until = (text: string, count: number) =>
    eventually(`“${text}” is told ${count} times`, () => told(text).length >= count)
  await hold()
  await send('m1')
  await until('TooManyRequestsException', 4)
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
  await until('again', 3)
  t.equal((await logLines()).filter(line => line.includes('"message":"queued m1"')).length, 3)

  await hold()
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }))
  await send('m2')
  const { now } = aws.account
  aws.account.now = () => new Date(Date.now() + 61_000)
  await until('dropped: older than 60 s', 1)
  aws.account.now = now

  await send('m3')
  await lambda.send(new DeleteFunctionCommand({ FunctionName }))
  await until('dropped: the function is gone', 1)
})

t.test('payloads over the limits are refused', async t => {
  const big = JSON.stringify('x'.repeat(6 * 1024 * 1024))
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'counter', Payload: big })), {
    name: 'RequestTooLargeException',
    $metadata: { httpStatusCode: 413 },
  })
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'counter', Payload: '{' })), {
    name: 'InvalidRequestContentException',
  })
  await t.rejects(lambda.send(new InvokeCommand({ FunctionName: 'nobody' })), { name: 'ResourceNotFoundException' })
})
