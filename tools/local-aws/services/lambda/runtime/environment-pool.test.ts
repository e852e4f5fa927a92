import t from 'tap'
import { sessionOf } from '../../../iam/session-fixture.ts'
import { WholeAccount } from '../../../whole-account.ts'
import { EnvironmentPool } from './environment-pool.ts'

t.test('the operator hears once of each function whose mount would be read-only on AWS', async t => {
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
  let mounted = { directory: '/d', uid: 0, gid: 0, readOnly: true, client: undefined as string | undefined }
  let name = 'none'
  const pool = new EnvironmentPool(
    account,
    async () => ({ isolation: { name, start: () => undefined } }) as never,
    async () => mounted as never,
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
  const words = (of: string) =>
    `${of} is not allowed ClientWrite: its mount is read-only on AWS, which is not enforced without namespaces`
  for (const functionName of ['f', 'f', 'g']) t.equal((await take(functionName)).cold, true)
  t.same(sentences.splice(0), [words('f'), words('g')])
  name = 'user namespaces'
  await take('h')
  t.same(sentences, [], 'with namespaces it is read-only')
  mounted = { ...mounted, client: 'mount 2' }
  await take('h')
  t.match(sentences, [/^h has EFS by mount 2 \(log stream \d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}\)$/])
  const { environment } = await take('h')
  t.equal(environment.stopped, false)
  await pool.discard(environment)
  t.equal(environment.stopped, true)
  t.same(await environment.restart(), { kind: 'exited', exit: 'stopped' }, 'it starts no process any more')
  await pool.close()
  await t.rejects(take('f'), { code: 'ServiceException', message: 'The local AWS is closing.' })
})
