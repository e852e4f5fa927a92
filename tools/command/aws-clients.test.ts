import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { LambdaClient } from '@aws-sdk/client-lambda'
import t, { type Test } from 'tap'
import { within } from '../testing/eventually.ts'
import { AwsClients } from './aws-clients.ts'
import { functionUpdated } from './function-settled.ts'
import { uninterrupted } from './uninterrupted.ts'

/** Clients of an AWS that holds back its answers until the test releases them. */
async function silentAws(t: Test, signal?: AbortSignal, graceMs = 1) {
  let asked = () => {}
  let isSilent = true
  let answer = () => {}
  const server = createServer((_request, response) => {
    answer = () =>
      void response.end('<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>')
    asked()
    if (!isSilent) answer()
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const clients = new AwsClients(
    {
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    },
    signal,
    graceMs,
  )
  t.teardown(() => {
    clients[Symbol.dispose]()
    server.closeAllConnections()
    server.close()
  })
  return {
    clients,
    identity: () => within('the call ends', clients.get(STSClient).send(new GetCallerIdentityCommand({}))),
    firstCall: new Promise<void>(resolve => (asked = resolve)),
    speak: () => void (isSilent = false),
    answerFirst: () => answer(),
  }
}

t.test('a client is made once, and again after the clients were closed', async t => {
  const { clients } = await silentAws(t)
  const first = clients.get(STSClient)
  t.equal(clients.get(STSClient), first)
  let destroyed = 0
  first.destroy = () => void (destroyed += 1)
  clients[Symbol.dispose]()
  t.equal(destroyed, 1)
  t.not(clients.get(STSClient), first)
})

t.test('the signal ends a call on its way, and every later one', async t => {
  const ending = new AbortController()
  const { identity, firstCall } = await silentAws(t, ending.signal)
  const call = identity()
  void firstCall.then(() => ending.abort())
  await t.rejects(call, { name: 'AbortError' })
  await t.rejects(identity(), { name: 'AbortError' })
})

t.test('a request that was sent before the signal gets its answer, and the next one is not sent', async t => {
  const ending = new AbortController()
  const { identity, firstCall, answerFirst } = await silentAws(t, ending.signal, 60_000)
  const call = identity()
  await firstCall
  ending.abort()
  answerFirst()
  await t.resolves(call)
  await t.rejects(identity(), { name: 'AbortError' })
})

t.test('uninterrupted work calls AWS after the signal, until its own limit', async t => {
  const { identity, speak } = await silentAws(t, AbortSignal.abort())
  await t.rejects(uninterrupted(identity, 1), { name: /^(Abort|Timeout)Error$/ })
  speak()
  await t.resolves(uninterrupted(identity))
  await t.rejects(identity(), { name: 'AbortError' }, 'the rest of the command is still interrupted')
})

t.test('a waiter ends with the signal, and does not ask again until its time is over', async t => {
  const ending = new AbortController()
  const { clients, firstCall } = await silentAws(t, ending.signal)
  const waiting = within('the waiter ends', functionUpdated(clients.get(LambdaClient), 'f'))
  void firstCall.then(() => ending.abort())
  await t.rejects(waiting, { name: 'AbortError' })
})
