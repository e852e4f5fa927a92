import { once } from 'node:events'
import { Readable } from 'node:stream'
import t from 'tap'
import { Account } from '../../account.ts'
import { NetworkShaper } from './network-shaper.ts'

const caller = new Account({
  id: '000000000000',
  region: 'us-east-1',
  dataDir: t.testdir(),
  concurrentExecutions: 1,
  networkInterfaceReleaseMs: 0,
  isolation: 'none',
  diagnose: () => {},
}).iam.anonymous

t.test('an object of which nothing was read is closed with what stands for it', async t => {
  const object = Readable.from([Buffer.alloc(10)])
  const slowed = new NetworkShaper({ s3ConnectionMibps: 1 }).toCaller(caller, object)
  t.not(slowed, object)
  slowed.destroy()
  await once(slowed, 'close')
  t.ok(object.destroyed)
})

t.test('where nothing is slowed down the object itself goes out', async t => {
  const object = Readable.from([Buffer.alloc(10)])
  for (const shape of [{}, { lambdaNetwork: 'none' }, { lambdaNetwork: 'published' }] as const)
    t.equal(new NetworkShaper(shape).toCaller(caller, object), object)
})
