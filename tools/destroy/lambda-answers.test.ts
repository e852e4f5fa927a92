import { LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import t, { type Test } from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { interfacesReleased, lambdaInterfaces, releaseAwaited } from './lambda-interfaces.ts'
import { hasObserver, observerLogGroup, removeObserver } from './observer-removal.ts'
import { defaultPace } from './pace.ts'

const missing = serviceError(ResourceNotFoundException)

t.test('the temporary function is recognised by its name and its description', async t => {
  const Description = 'Temporary: npm run verify looks at the shared file system with it'
  const has = (GetFunctionConfiguration: object) => {
    const { connection, asked } = stubAws({ GetFunctionConfiguration })
    return { answer: hasObserver(connection, 'demo'), asked }
  }
  const { answer, asked } = has({ Description })
  t.equal(await answer, true)
  t.same(asked, [['GetFunctionConfiguration', { FunctionName: 'demo-observer' }]])
  t.equal(await has({ Description: 'mine' }).answer, false)
  t.equal(await has(missing).answer, false)
  await t.rejects(has(new Error('no network')).answer, /no network/)
  t.equal(observerLogGroup('demo'), '/aws/lambda/demo-observer')
})

t.test('a temporary function that is gone already is removed', async t => {
  const remove = (DeleteFunction: object) => {
    const { connection, asked } = stubAws({ DeleteFunction })
    connection.clients.get(LambdaClient)
    return removeObserver(connection, 'demo').then(() => asked)
  }
  t.same(await remove({}), [['DeleteFunction', { FunctionName: 'demo-observer' }]])
  await t.resolves(remove(missing))
  await t.rejects(remove(new Error('no network')), /no network/)
})

t.test('the interfaces of Lambda in these VPCs are asked for, and a refusal is not an answer', async t => {
  const NetworkInterfaces = [{ NetworkInterfaceId: 'eni-1' }]
  const { connection, asked } = stubAws({ DescribeNetworkInterfaces: { NetworkInterfaces } })
  t.same(await lambdaInterfaces(connection, ['vpc-1', 'vpc-2']), ['eni-1'])
  const Filters = [
    { Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] },
    { Name: 'interface-type', Values: ['lambda'] },
  ]
  t.same(asked, [['DescribeNetworkInterfaces', { Filters }]])
  const asking = (DescribeNetworkInterfaces: object) =>
    lambdaInterfaces(stubAws({ DescribeNetworkInterfaces }).connection, ['vpc-1'])
  t.same(await asking({}), [])
  t.equal(await asking(Object.assign(new Error('no'), { name: 'UnauthorizedOperation' })), undefined)
  await t.rejects(asking(new Error('no network')), /no network/)
  t.equal(
    releaseAwaited(['eni-1']),
    'AWS Lambda has yet to release 1 network interface (eni-1): it keeps the Hyperplane interfaces of deleted functions ' +
      'for a while, up to 45 minutes on AWS, nobody else can remove it, and the subnets and security groups cannot be ' +
      'deleted before',
  )
  t.match(releaseAwaited(['eni-1', 'eni-2']), 'nobody else can remove them, and')
})

/** Waits for interfaces that are there for so many questions. The clock goes on by a second with each look at it. */
async function waited(t: Test, questions: number, untilMs: number) {
  process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1' // pauses as on this machine
  const { now } = performance
  let clock = 0
  performance.now = () => (clock += 1000)
  t.teardown(() => void (performance.now = now))
  let asked = 0
  const { connection } = stubAws({
    DescribeNetworkInterfaces: () =>
      (asked += 1) > questions ? {} : { NetworkInterfaces: [{ NetworkInterfaceId: 'e' }] },
  })
  const { progress, lines } = recordProgress()
  const statuses: string[] = []
  const watched = { ...progress, status: (text: string) => void statuses.push(text) }
  const pace = { ...defaultPace, quietMs: 1000 }
  await interfacesReleased(connection, ['vpc-1'], { progress: watched, pace, until: untilMs })
  return { asked, lines, statuses }
}

t.test('the wait for interfaces says so at first and then seldom, and clears its status at the end', async t => {
  const { asked, lines, statuses } = await waited(t, 3, 1_000_000)
  t.equal(asked, 4)
  t.match(lines, [/^\d+ s: AWS Lambda has yet to release 1 network interface \(e\)/, /^\d+ s: AWS/])
  t.equal(lines.length, 2, 'of three rounds')
  t.match(statuses, [/^waiting for e, \d+ s$/, /^waiting for e/, /^waiting for e/, ''])
  const late = await waited(t, 100, 1000)
  t.same([late.asked, late.lines, late.statuses], [1, [], ['']])
})

t.test('a removal pauses 15 seconds and a minute between its tries, and ends after 100 minutes', async t => {
  t.same(defaultPace, { quietMs: 60_000, pausesMs: [15_000, 60_000], limitMs: 6_000_000 })
})
