import t, { type Test } from 'tap'
import { sessionOf } from '../../../iam/session-fixture.ts'
import { WholeAccount } from '../../../whole-account.ts'
import { EnvironmentPool } from './environment-pool.ts'

/** A pool whose isolation and mount are data, and starts no process. */
function startPool(t: Test) {
  const sentences: string[] = []
  const account = new WholeAccount({
    id: '000000000000',
    region: 'us-east-1',
    dataDir: t.testdir(),
    concurrentExecutions: 10,
    networkInterfaceReleaseMs: 0,
    isolation: 'none',
    diagnose: sentence => sentences.push(sentence),
  })
  sessionOf(account, 'r')
  const given = { name: 'none', client: undefined as string | undefined }
  const pool = new EnvironmentPool(
    account,
    async () => ({ isolation: { name: given.name, start: () => undefined } }) as never,
    async () => ({ directory: '/d', uid: 0, gid: 0, readOnly: true, client: given.client }) as never,
  )
  t.teardown(() => pool.close())
  const take = (functionName: string) =>
    pool.take({
      functionName,
      functionArn: `arn:${functionName}`,
      generation: 0,
      settings: {
        roleArn: 'arn:aws:iam::000000000000:role/r',
        runtime: 'nodejs24.x',
        vpc: { subnetIds: [], securityGroupIds: [], vpcId: 'vpc-1' },
        fileSystem: { Arn: 'arn', LocalMountPath: '/mnt/x' },
        logging: { LogFormat: 'JSON', LogGroup: '/g' },
      },
    } as never)
  return { pool, take, sentences, given }
}

t.test('the operator hears once of each function whose mount would be read-only on AWS', async t => {
  const { pool, take, sentences, given } = startPool(t)
  const words = (of: string) =>
    `${of} is not allowed ClientWrite: its mount is read-only on AWS, which is not enforced without namespaces`
  for (const functionName of ['f', 'f', 'g']) t.equal((await take(functionName)).cold, true)
  t.same(sentences.splice(0), [words('f'), words('g')])
  given.name = 'user namespaces'
  await take('h')
  t.same(sentences, [], 'with namespaces it is read-only')
  given.client = 'mount 2'
  await take('h')
  t.match(sentences, [/^h has EFS by mount 2 \(log stream \d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}\)$/])
  await pool.close()
  await t.rejects(take('f'), { code: 'ServiceException', message: 'The local AWS is closing.' })
})

t.test('an environment that was stopped starts no process any more', async t => {
  const { pool, take } = startPool(t)
  const { environment } = await take('f')
  t.equal(environment.stopped, false)
  await pool.discard(environment)
  t.equal(environment.stopped, true)
  t.same(await environment.restart(), { kind: 'exited', exit: 'stopped' })
})
