import {
  AccessPointAlreadyExists,
  CreateAccessPointCommand,
  type CreateAccessPointRequest,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DescribeFileSystemsCommand,
  DescribeLifecycleConfigurationCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  paginateDescribeAccessPoints,
  paginateDescribeFileSystems,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  PutLifecycleConfigurationCommand,
} from '@aws-sdk/client-efs'
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import t from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const efs = new EFSClient(aws)
const creating = await efs.send(new CreateFileSystemCommand({ CreationToken: 'first' }))
const FileSystemId = creating.FileSystemId!

t.test('an access point can be created only after its file system is available', async t => {
  await available()
  const fileSystem = aws.account.efs.fileSystem(FileSystemId)
  fileSystem.state = 'creating'
  t.teardown(() => (fileSystem.state = 'available'))
  await t.rejects(accessPoint('early', {}), {
    name: 'IncorrectFileSystemLifeCycleState',
    $metadata: { httpStatusCode: 409 },
  })
})

async function available() {
  await eventually('the file system is available', async () => {
    const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
    return FileSystems?.[0]?.LifeCycleState === 'available'
  })
}

function accessPoint(ClientToken: string, request: Partial<CreateAccessPointRequest>) {
  return efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId, ...request }))
}

function refusal(what: RegExp) {
  return { name: 'ValidationException', message: what, $metadata: { httpStatusCode: 400 } }
}

t.test('a call without a required member is refused with the name of the member', async t => {
  const incomplete = new CreateAccessPointCommand({ ClientToken: 'x', FileSystemId: undefined })
  const missing = "1 validation error detected: Value null at 'fileSystemId' failed to satisfy constraint"
  await t.rejects(efs.send(incomplete), refusal(new RegExp(`^${missing}`)))
})

t.test('the path of an access point cannot leave its file system', async t => {
  for (const Path of ['/..', '/../..', '/a/../..', '/.hidden', 'a', '/a$b', '//', '/a/b/c/d/e']) {
    const refused = refusal(/at 'rootDirectory.path' failed to satisfy constraint: Member must satisfy regular/)
    await t.rejects(accessPoint(Path, { RootDirectory: { Path } }), refused, Path)
  }
  for (const Path of ['/', '/lambda', '/a.b/c d/e/f']) {
    t.equal((await accessPoint(`to ${Path}`, { RootDirectory: { Path } })).RootDirectory?.Path, Path)
  }
})

t.test('a POSIX user and the owner of a root directory are complete and in range', async t => {
  const refused = (request: object, what: RegExp) => t.rejects(accessPoint('x', request), refusal(what))
  await refused({ PosixUser: {} }, /^2 validation errors detected: Value null at 'posixUser.uid' .*'posixUser.gid'/)
  await refused({ PosixUser: { Uid: -1, Gid: 1 } }, /Value '-1' at 'posixUser.uid' .* greater than or equal to 0/)
  await refused({ PosixUser: { Uid: 1, Gid: 1e12 } }, /'posixUser.gid' .* less than or equal to 4294967295/)
  const CreationInfo = { Permissions: '0755' }
  await refused({ RootDirectory: { Path: '/x', CreationInfo } }, /'rootDirectory.creationInfo.ownerUid'/)
})

t.test('a setting of a file system must be one of EFS’s values', async t => {
  const enumeration = /Member must satisfy enum value set: \[/
  // any: templates and other clients can send values that the SDK's types forbid.
  const create = (request: any) => efs.send(new CreateFileSystemCommand({ CreationToken: 'x', ...request }))
  await t.rejects(create({ PerformanceMode: 'general-purpose' }), refusal(enumeration))
  await t.rejects(create({ ThroughputMode: 'Elastic' }), refusal(enumeration))
  await t.rejects(create({ Encrypted: true, KmsKeyId: 'nonsense' }), refusal(/'kmsKeyId'/))
  const backup: any = { FileSystemId, BackupPolicy: { Status: 'ON' } }
  await t.rejects(efs.send(new PutBackupPolicyCommand(backup)), refusal(enumeration))
  const lifecycle: any = { FileSystemId, LifecyclePolicies: [{ TransitionToIA: 'AFTER_5_DAYS' }] }
  await t.rejects(
    efs.send(new PutLifecycleConfigurationCommand(lifecycle)),
    refusal(/'lifecyclePolicies.1.member.transitionToIA'/),
  )
  for (const policy of [{}, { TransitionToIA: 'AFTER_7_DAYS', TransitionToArchive: 'AFTER_90_DAYS' }] as const) {
    await t.rejects(
      efs.send(new PutLifecycleConfigurationCommand({ FileSystemId, LifecyclePolicies: [policy] })),
      { name: 'BadRequest', message: /exactly one transition/ },
      `${Object.keys(policy).length} transitions in one policy`,
    )
  }
  const { LifecyclePolicies } = await efs.send(new DescribeLifecycleConfigurationCommand({ FileSystemId }))
  t.same(LifecyclePolicies, [])
})

t.test('the address of a mount target must belong to its subnet', async t => {
  const ec2 = new EC2Client(aws)
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }))
  const create = (IpAddress: string) =>
    efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: Subnet!.SubnetId, IpAddress }))
  await t.rejects(create('1.2.3.4'), { name: 'BadRequest', message: /does not fall within the subnet's address range/ })
  for (const reserved of ['10.0.1.0', '10.0.1.3', '10.0.1.255'])
    await t.rejects(create(reserved), {
      name: 'BadRequest',
      message: `Address ${reserved} is in subnet's reserved address range`,
    })
  const target = await create('10.0.1.20')
  t.equal(target.IpAddress, '10.0.1.20')
  const { MountTargetId } = target
  await t.rejects(efs.send(new DescribeMountTargetsCommand({ FileSystemId, MountTargetId })), {
    name: 'BadRequest',
    message: 'Must specify exactly one mutually exclusive parameter.',
  })
})

t.test('two calls with one client token create one access point', async t => {
  const { AccessPointId } = await accessPoint('same', {})
  const error = await accessPoint('same', {}).catch((thrown: unknown) => thrown)
  t.ok(error instanceof AccessPointAlreadyExists)
  t.equal((error as AccessPointAlreadyExists).AccessPointId, AccessPointId)
})

t.test('lists have pages', async t => {
  await efs.send(new CreateFileSystemCommand({ CreationToken: 'second' }))
  const systems = []
  for await (const { FileSystems } of paginateDescribeFileSystems({ client: efs, pageSize: 1 }, {})) {
    t.equal(FileSystems!.length, 1)
    systems.push(...FileSystems!)
  }
  t.same(new Set(systems.map(one => one.CreationToken)), new Set(['first', 'second']))
  const sizes = []
  for await (const page of paginateDescribeAccessPoints({ client: efs, pageSize: 3 }, { FileSystemId })) {
    sizes.push(page.AccessPoints!.length)
  }
  t.same(sizes, [3, 1])
})

t.test('a file system policy that locks its author out is refused, unless the call bypasses the check', async t => {
  const statement = { Effect: 'Deny', Principal: { AWS: '*' }, Action: '*' }
  const put = (Statement: object, BypassPolicyLockoutSafetyCheck?: boolean) =>
    efs.send(
      new PutFileSystemPolicyCommand({
        FileSystemId,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
        BypassPolicyLockoutSafetyCheck,
      }),
    )
  const invalid = { name: 'InvalidPolicyException', $metadata: { httpStatusCode: 400 } }
  await t.rejects(put(statement), invalid)
  await t.rejects(put({ ...statement, Principal: undefined }), invalid)
  await put({ ...statement, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
  await put(statement, true)
  await t.rejects(put(statement), { name: 'AccessDeniedException' })
})
