import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const efs = new EFSClient({ ...aws, maxAttempts: 1 })
const Tags = [{ Key: 'Name', Value: 'shared' }]

t.test('a file system is created with every setting of the call', async t => {
  const request = {
    CreationToken: 'all',
    PerformanceMode: 'maxIO',
    ThroughputMode: 'provisioned',
    ProvisionedThroughputInMibps: 8,
    Encrypted: true,
    Backup: true,
    Tags,
  } as const
  const { FileSystemId, FileSystemArn, LifeCycleState, ...made } = await efs.send(new CreateFileSystemCommand(request))
  const { Backup: _backup, ...members } = request
  t.match(made, { ...members, Name: 'shared' })
  t.equal(LifeCycleState, 'creating')
  t.match(FileSystemId, /^fs-[0-9a-f]{17}$/)
  t.match(FileSystemArn, new RegExp(`^arn:aws:elasticfilesystem:[^:]+:\\d{12}:file-system/${FileSystemId}$`))
  t.match(await efs.send(new DescribeBackupPolicyCommand({ FileSystemId })), { BackupPolicy: { Status: 'ENABLED' } })
  await t.rejects(efs.send(new CreateFileSystemCommand(request)), { name: 'FileSystemAlreadyExists', FileSystemId })
})

t.test('elastic throughput needs the general performance mode, and the default mode needs no throughput', async t => {
  const create = (CreationToken: string, more: object) =>
    efs.send(new CreateFileSystemCommand({ CreationToken, ...more }))
  const refused = { name: 'BadRequest', message: /^Elastic throughput mode is supported only/ }
  await t.rejects(create('no', { ThroughputMode: 'elastic', PerformanceMode: 'maxIO' }), refused)
  t.match(await create('elastic', { ThroughputMode: 'elastic' }), { ThroughputMode: 'elastic' })
  t.match(await create('max', { PerformanceMode: 'maxIO' }), { ThroughputMode: 'bursting', PerformanceMode: 'maxIO' })
})

t.test('an access point is created with its user, root directory and tags, and once for each token', async t => {
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'points' }))
  await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
  const create = (ClientToken: string, more: object = {}) =>
    efs.send(new CreateAccessPointCommand({ FileSystemId, ClientToken, ...more }))
  const request = {
    PosixUser: { Uid: 1, Gid: 2, SecondaryGids: [3, 4] },
    RootDirectory: { Path: '/a', CreationInfo: { OwnerUid: 5, OwnerGid: 6, Permissions: '0750' } },
    Tags,
  }
  const { AccessPointId, AccessPointArn, ...made } = await create('all', request)
  t.match(made, { ...request, ClientToken: 'all', FileSystemId, Name: 'shared', LifeCycleState: 'creating' })
  t.match(AccessPointId, /^fsap-[0-9a-f]{17}$/)
  t.match(AccessPointArn, new RegExp(`^arn:aws:elasticfilesystem:[^:]+:\\d{12}:access-point/${AccessPointId}$`))
  await t.rejects(create('all'), { name: 'AccessPointAlreadyExists', AccessPointId })
  const plain = await create('plain')
  t.match(plain, { RootDirectory: { Path: '/' }, Tags: [] })
  t.notOk(plain.PosixUser)
  t.notOk(plain.RootDirectory?.CreationInfo)
  const { PosixUser } = await create('user', { PosixUser: { Uid: 0, Gid: 0 } })
  t.same(PosixUser, { Uid: 0, Gid: 0 })
})
