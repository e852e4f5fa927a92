import { Readable } from 'node:stream'
import t from 'tap'
import { WholeAccount } from '../../whole-account.ts'
import { NetworkShaper } from './network-shaper.ts'

const caller = new WholeAccount({
  id: '000000000000',
  region: 'us-east-1',
  dataDir: t.testdir(),
  concurrentExecutions: 1,
  networkInterfaceReleaseMs: 0,
  isolation: 'none',
  diagnose: () => {},
}).iam.anonymous

t.test('a slowed object is closed when its reader stops', async t => {
  const object = Readable.from([Buffer.alloc(10)])
  const slowed = new NetworkShaper({ s3ConnectionMibps: 1 }).toCaller(caller, object)
  t.not(slowed, object)
  for await (const _ of slowed) break
  t.ok(object.destroyed)
})

t.test('without a limit the object itself is sent', async t => {
  const object = Readable.from([Buffer.alloc(10)])
  const environment = { ...caller, context: { 'lambda:SourceFunctionArn': 'arn' } }
  for (const [shape, who] of [
    [{}, environment],
    [{ lambdaNetwork: 'none' }, environment],
    [{ lambdaNetwork: 'published' }, caller],
  ] as const) {
    t.equal(new NetworkShaper(shape).toCaller(who, object), object)
    t.equal(new NetworkShaper(shape).fromCaller(who, object), object)
  }
  const published = new NetworkShaper({ lambdaNetwork: 'published' })
  t.not(published.toCaller(environment, object), object)
  t.not(published.fromCaller(environment, object), object)
})

t.test('outside of tests the clock is the machine’s', async t => {
  const { clock } = new NetworkShaper({})
  const before = performance.now()
  const now = clock.now()
  t.ok(before <= now && now <= performance.now())
  t.type(clock.sleep(0), Promise)
})
