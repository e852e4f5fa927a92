import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Criterion, Findings } from './criterion.ts'
import type { Verification } from './verification.ts'
import { allChecks, verifier, verify, type VerifyOptions } from './verify.ts'

const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>' +
  '<Arn>arn:aws:iam::123456789012:root</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>'

type Check = (findings: Findings, verification: Verification) => void | Promise<void>

/** Verifies with these checks, on an AWS that knows who asks and two functions. Returns the verdicts and what was said. */
async function verified(t: Test, checks: Readonly<Record<string, Check>>, options: VerifyOptions = {}) {
  const server = createServer(async (request, response) => {
    const isIdentity = String(await request.toArray()).includes('GetCallerIdentity')
    response.end(isIdentity ? identity : '{"Environment":{"Variables":{}}}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => (server.closeAllConnections(), server.close()))
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(process.env, { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' })
  const [producer, consumer] = ['p', 'c'].map(functionName => ({ functionName }))
  const system = { region: 'us-east-1', apiUrl: AWS_ENDPOINT_URL, outputs: {}, producer, consumer }
  const criteria = Object.entries(checks).map(([id, check]): Criterion => {
    const claim = `Claim ${id}.`
    return { id: id as '1.1', claim, builtIn: [], shownIn: [], check: async (all, findings) => check(findings, all) }
  })
  const said: string[] = []
  const say = (kind: string) => (text: string) => void said.push(`${kind} ${text}`.trim())
  const progress = { step: say('step'), detail: say('detail'), notice: say('notice'), status: say('status') }
  const verdicts = await verify(system as unknown as DeployedSystem, { criteria, progress, ...options }).catch(
    (error: Error) => error,
  )
  return { verdicts, said }
}
const holds: Check = ({ observed }) => observed('a call', 'seen')

t.test('criteria are checked in their order, and failures and what is not undone are reported', async t => {
  const order: string[] = []
  const fails: Check = ({ expect }) => (order.push('1.2'), expect(false, 'It is not'))
  const leaves: Check = (findings, { afterwards }) => {
    order.push('1.1')
    afterwards(() => Promise.reject(new Error('a file stays')))
    return holds(findings, {} as never)
  }
  const { verdicts, said } = await verified(t, { '1.1': leaves, '1.2': fails, C1: holds })
  t.match(verdicts, [
    { id: '1.1', status: 'pass' },
    { id: '1.2', status: 'fail' },
    { id: 'C1', status: 'pass' },
  ])
  t.same((verdicts as { notUndone?: string[] }).notUndone, ['a file stays'])
  t.same(order, ['1.1', '1.2'])
  t.same(said, [
    'status criterion 1.1: Claim 1.1.',
    'status criterion 1.2: Claim 1.2.',
    'detail 1.2 FAILS: It is not',
    'status claim C1: Claim C1.',
    'status',
    'detail not undone: a file stays',
  ])
})

t.test('checks of requirements 2 to 4 disturb, which is said once before the first', async t => {
  const notices = async (id: string, options?: VerifyOptions) =>
    (await verified(t, { [id]: holds, '1.1': holds }, options)).said.filter(line => line.startsWith('notice'))
  for (const id of ['2.1', '3.9', '4.1']) {
    t.match(await notices(id), [/^notice the checks of requirements 2 to 4 disturb other users .*--undisturbed/])
    t.same(await notices(id, { undisturbed: true }), [])
  }
  for (const id of ['1.2', '5.1', '6.2', 'C2']) t.same(await notices(id), [])
})

t.test('a verification that reports no progress has the same verdicts', async t => {
  const fails: Check = ({ expect }) => expect(false, 'It is not')
  const leaves: Check = (_, { afterwards }) => void afterwards(() => Promise.reject(new Error('a file stays')))
  const { verdicts } = await verified(t, { '2.1': fails, '1.1': leaves }, { progress: undefined })
  t.match(verdicts, [{ id: '2.1', status: 'fail' }, { id: '1.1' }])
  t.same((verdicts as { notUndone?: string[] }).notUndone, ['a file stays'])
})

t.test('Ctrl-C ends a verification before the next criterion, and all is undone', async t => {
  const abort = new AbortController()
  let undone = 0
  const interrupts: Check = (_, { afterwards }) => {
    afterwards(async () => void (undone += 1))
    abort.abort()
  }
  const checks = { '1.1': interrupts, '1.2': () => void t.fail('it is not checked') }
  const { verdicts } = await verified(t, checks, { signal: abort.signal })
  t.match(verdicts, { name: 'AbortError' })
  t.equal(undone, 1)
})

t.test('without a choice all criteria are checked, and then the claims', t => {
  const ids = allChecks.map(({ id }) => id)
  const claims = ids.findIndex(id => id.startsWith('C'))
  t.ok(claims > 30)
  t.same(ids.slice(claims), ['C1', 'C2', 'C3', 'C4'])
  t.equal(verifier.criteria, allChecks)
  t.end()
})
