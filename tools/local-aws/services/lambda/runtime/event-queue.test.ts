import { setTimeout as sleep } from 'node:timers/promises'
import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { WholeAccount } from '../../../whole-account.ts'
import { functionWorld } from '../function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld()
const { create, lambda, logLines, aws } = world
t.teardown(() => world.close())

/** Resolves when no event is waiting or running any more. */
async function settled(): Promise<void> {
  const late = sleep(60_000, 'late', { ref: false })
  if ((await Promise.race([aws.account.lambda.events.settled(), late])) === 'late')
    throw new Error('events still wait after 60 s')
}

t.test('an event is accepted at once and tried three times', async t => {
  await create('fails', `exports.handler = async event => { console.log('try', event.mark); throw new Error('again') }`)
  const { StatusCode } = await lambda.send(
    new InvokeCommand({ FunctionName: 'fails', InvocationType: 'Event', Payload: '{"mark":"m1"}' }),
  )
  t.equal(StatusCode, 202)
  await settled()
  t.equal((await logLines()).filter(line => line.includes('"message":"try m1"')).length, 3)
})

t.test('a throttled event waits in the queue and uses none of the retries for errors of the function', async t => {
  await create('held', `exports.handler = async event => { console.log('held', event.mark); throw new Error('again') }`)
  const FunctionName = 'held'
  const hold = () => lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
  const send = (mark: string) =>
    lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify({ mark }) }))
  const diagnoses = (text: string) =>
    world.sentences.filter(one => one.startsWith(`event for held, `) && one.includes(text))
  const until = async (text: string, count: number) => {
    for (const deadline = Date.now() + 60_000; diagnoses(text).length < count; await sleep(20)) {
      if (Date.now() > deadline) throw new Error(`not reported ${count} times within 60 s: ${text}`)
    }
  }
  await hold()
  await send('m1')
  await until('TooManyRequestsException', 4)
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
  await until('again', 3)
  t.equal((await logLines()).filter(line => line.includes('"message":"held m1"')).length, 3)

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

t.test('an event is retried as often as its function configures', async t => {
  await create(
    'patient',
    `exports.handler = async event => { console.log('try', event.mark); throw new Error('again') }`,
  )
  const FunctionName = 'patient'
  for (const [MaximumRetryAttempts, mark] of [
    [0, 'once'],
    [1, 'twice'],
  ] as const) {
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts }))
    const Payload = JSON.stringify({ mark })
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }))
    await settled()
    const tries = (await logLines()).filter(line => line.includes(`"message":"try ${mark}"`))
    t.equal(tries.length, MaximumRetryAttempts + 1)
  }
})

t.test('an event is dropped when it is older than its function allows, and not at that age', async t => {
  await create('aged', `exports.handler = async () => 'never'`)
  const FunctionName = 'aged'
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }))
  const queuedAt = Date.now()
  let age = 0
  t.intercept(aws.account, 'now', { value: () => new Date(queuedAt + age) })
  const diagnoses = (text: string) =>
    world.sentences.filter(one => one.startsWith('event for aged, ') && one.includes(text))
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }))
  age = 60_000
  const attempts = diagnoses('attempt').length
  for (const deadline = Date.now() + 60_000; diagnoses('attempt').length < attempts + 2; await sleep(5)) {
    if (diagnoses('dropped').length > 0 || Date.now() > deadline) break
  }
  t.same(diagnoses('dropped'), [])
  age = 60_001
  await settled()
  t.equal(diagnoses('dropped: older than 60 s').length, 1)
})

t.test('an event waits as long as Lambda documents, unless a test shortens the wait', async t => {
  const { events, pool, initTimeoutMs } = new WholeAccount({ ...aws.account.settings, diagnose: () => {} }).lambda
  t.same(events.retryDelaysMs, [1000, 2000])
  t.same(events.backoffMs, { first: 1000, most: 300_000 })
  t.equal(pool.idleMs, 600_000)
  t.equal(initTimeoutMs, 10_000)
})
