import { stat } from 'node:fs/promises'
import { CreateSubnetCommand, CreateVpcCommand, DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  type CreateFileSystemCommandInput,
  CreateMountTargetCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeLifecycleConfigurationCommand,
  EFSClient,
  ListTagsForResourceCommand,
  ModifyMountTargetSecurityGroupsCommand,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  PutLifecycleConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFileSystemCommand,
  type UpdateFileSystemCommandInput,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const [efs, ec2] = [new EFSClient(aws), new EC2Client(aws)]
const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
const subnet = async (CidrBlock: string, zone: string) => {
  const request = { VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` }
  return (await ec2.send(new CreateSubnetCommand(request))).Subnet!
}
const OwnerId = aws.account.id

async function fileSystem(CreationToken: string, more: object = {}): Promise<string> {
  const made = await efs.send(new CreateFileSystemCommand({ CreationToken, ...more }))
  aws.account.efs.fileSystem(made.FileSystemId!).state = 'available'
  return made.FileSystemId!
}

function without<T extends object>(answer: T): Omit<T, '$metadata'> {
  const { $metadata, ...rest } = answer as T & { $metadata?: unknown }
  return rest as Omit<T, '$metadata'>
}

t.test('the description of a file system has all its properties and no others', async t => {
  const plain = await efs.send(new CreateFileSystemCommand({ CreationToken: 'plain' }))
  const { FileSystemId } = plain
  t.match(FileSystemId, /^fs-[0-9a-f]{17}$/)
  const common = {
    OwnerId,
    LifeCycleState: 'creating',
    NumberOfMountTargets: 0,
    SizeInBytes: { Value: 6144, ValueInIA: 0, ValueInStandard: 6144, ValueInArchive: 0 },
    FileSystemProtection: { ReplicationOverwriteProtection: 'ENABLED' },
  }
  t.same(without(plain), {
    ...common,
    CreationToken: 'plain',
    FileSystemId,
    FileSystemArn: `arn:aws:elasticfilesystem:us-east-1:${OwnerId}:file-system/${FileSystemId}`,
    CreationTime: plain.CreationTime,
    PerformanceMode: 'generalPurpose',
    Encrypted: false,
    ThroughputMode: 'bursting',
    Tags: [],
  })
  const { directory } = aws.account.efs.fileSystem(FileSystemId!)
  t.ok(directory.endsWith(`/efs/${FileSystemId}`), directory)
  t.equal((await stat(directory)).mode & 0o777, 0o755)
  const Tags = [{ Key: 'Name', Value: '' }]
  const rich = {
    PerformanceMode: 'maxIO',
    Encrypted: true,
    KmsKeyId: 'alias/aws/elasticfilesystem',
    ThroughputMode: 'provisioned',
    ProvisionedThroughputInMibps: 3,
    Tags,
  } as const
  const made = await efs.send(new CreateFileSystemCommand({ CreationToken: 'rich', Backup: true, ...rich }))
  t.same(without(made), {
    ...common,
    ...rich,
    KmsKeyId: made.KmsKeyId,
    Name: '',
    CreationToken: 'rich',
    FileSystemId: made.FileSystemId,
    FileSystemArn: made.FileSystemArn,
    CreationTime: made.CreationTime,
  })
  t.match(made.KmsKeyId, /^arn:aws:kms:us-east-1:/, 'an alias is described as the ARN of its key')
  const backup = (id?: string) => efs.send(new DescribeBackupPolicyCommand({ FileSystemId: id }))
  t.same((await backup(made.FileSystemId)).BackupPolicy, { Status: 'ENABLED' })
  t.same((await backup(FileSystemId)).BackupPolicy, { Status: 'DISABLED' })
})

t.test('the file systems of an account and Region without a key of their own have the same key', async t => {
  const make = (CreationToken: string) => efs.send(new CreateFileSystemCommand({ CreationToken, Encrypted: true }))
  const [one, two] = [await make('key one'), await make('key two')]
  const uuid = /^arn:aws:kms:us-east-1:\d{12}:key\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
  t.match(one.KmsKeyId, uuid)
  t.ok(one.KmsKeyId!.includes(OwnerId))
  t.equal(one.KmsKeyId, two.KmsKeyId)
  const arn = one.KmsKeyId!
  for (const KmsKeyId of [arn, arn.split('/')[1], arn.replace(/key\/.*/, 'alias/aws/elasticfilesystem')]) {
    const request = { CreationToken: `key ${KmsKeyId!.length}`, Encrypted: true, KmsKeyId }
    t.equal((await efs.send(new CreateFileSystemCommand(request))).KmsKeyId, arn, String(KmsKeyId))
  }
  await t.rejects(
    efs.send(new CreateFileSystemCommand({ CreationToken: 'own', Encrypted: true, KmsKeyId: 'alias/own' })),
    {
      name: 'NotImplemented',
      message: 'The local AWS does not have the KMS key alias/own: it has no keys but those that AWS manages.',
    },
  )
  const other = await startLocalAws({ region: 'eu-west-1' })
  t.teardown(() => other.close())
  const there = await new EFSClient(other).send(new CreateFileSystemCommand({ CreationToken: 'one', Encrypted: true }))
  t.not(there.KmsKeyId!.split('/')[1], one.KmsKeyId!.split('/')[1], 'another Region has another key')
})

t.test('settings of a file system are returned by the call that sets them, and by later reads', async t => {
  const FileSystemId = await fileSystem('put')
  const LifecyclePolicies = [{ TransitionToIA: 'AFTER_7_DAYS' as const }]
  const put = await efs.send(new PutLifecycleConfigurationCommand({ FileSystemId, LifecyclePolicies }))
  t.same(put.LifecyclePolicies, LifecyclePolicies)
  const lifecycle = await efs.send(new DescribeLifecycleConfigurationCommand({ FileSystemId }))
  t.same(lifecycle.LifecyclePolicies, LifecyclePolicies)
  for (const Status of ['ENABLED', 'DISABLED', 'DISABLING', 'ENABLING'] as const) {
    const { BackupPolicy } = await efs.send(new PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status } }))
    t.same(BackupPolicy, { Status: Status === 'ENABLED' ? 'ENABLED' : 'DISABLED' }, Status)
  }
  const Policy = JSON.stringify({ Statement: { Effect: 'Allow', Principal: '*', Action: '*' } })
  const answered = await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }))
  t.equal(answered.FileSystemId, FileSystemId)
  t.same(without(await efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }))), without(answered))
  const update = async (settings: object) =>
    efs
      .send(new UpdateFileSystemCommand({ FileSystemId, ...settings }))
      .then(one => [one.ThroughputMode, one.ProvisionedThroughputInMibps])
  t.same(await update({}), ['bursting', undefined])
  t.same(await update({ ThroughputMode: 'provisioned', ProvisionedThroughputInMibps: 4 }), ['provisioned', 4])
  t.same(await update({}), ['provisioned', 4], 'members that are not named are unchanged')
  t.same(await update({ ThroughputMode: 'provisioned' }), ['provisioned', 4])
  t.same(await update({ ThroughputMode: 'bursting' }), ['bursting', undefined])
})

t.test('a provisioned throughput is taken with the mode provisioned, and with no other', async t => {
  const [needed, useless] = [/is required when/, /can only be specified when/]
  const create = (CreationToken: string, request: Partial<CreateFileSystemCommandInput>) =>
    efs.send(new CreateFileSystemCommand({ CreationToken, ...request }))
  for (const ThroughputMode of ['elastic', 'bursting', undefined] as const) {
    const request = { ThroughputMode, ProvisionedThroughputInMibps: 10 }
    await t.rejects(create('useless', request), { name: 'BadRequest', message: useless })
  }
  await t.rejects(create('needed', { ThroughputMode: 'provisioned' }), { name: 'BadRequest', message: needed })
  const FileSystemId = await fileSystem('elastic', { ThroughputMode: 'elastic' })
  const update = (settings: Partial<UpdateFileSystemCommandInput>) =>
    efs.send(new UpdateFileSystemCommand({ FileSystemId, ...settings }))
  const ProvisionedThroughputInMibps = 10
  for (const settings of [{}, { ThroughputMode: 'elastic' as const }, { ThroughputMode: 'bursting' as const }]) {
    const refused = update({ ...settings, ProvisionedThroughputInMibps })
    await t.rejects(refused, { name: 'BadRequest', message: useless })
  }
  await t.rejects(update({ ThroughputMode: 'provisioned' }), { name: 'BadRequest', message: needed })
  t.match(await update({}), { ThroughputMode: 'elastic' }, 'a refused update changes nothing')
  t.match(await update({ ThroughputMode: 'provisioned', ProvisionedThroughputInMibps }), {
    ProvisionedThroughputInMibps,
  })
})

t.test('a mount target is described with its network, and its interface names the mount target', async t => {
  const place = await subnet('10.0.1.0/24', 'a')
  const FileSystemId = await fileSystem('mounted')
  const made = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: place.SubnetId }))
  const { MountTargetId, NetworkInterfaceId, IpAddress } = made
  t.same(without(made), {
    OwnerId,
    MountTargetId,
    FileSystemId,
    SubnetId: place.SubnetId,
    LifeCycleState: 'creating',
    IpAddress,
    NetworkInterfaceId,
    AvailabilityZoneId: place.AvailabilityZoneId,
    AvailabilityZoneName: 'us-east-1a',
    VpcId,
  })
  t.match(MountTargetId, /^fsmt-[0-9a-f]{17}$/)
  const interfaces = async () =>
    (await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId!] })))
      .NetworkInterfaces!
  t.match(await interfaces(), [
    {
      InterfaceType: 'efs',
      RequesterId: 'amazon-elasticfilesystem',
      Description: `EFS mount target for ${FileSystemId} (${MountTargetId})`,
      PrivateIpAddress: IpAddress,
      SubnetId: place.SubnetId,
    },
  ])
  await efs.send(new ModifyMountTargetSecurityGroupsCommand({ MountTargetId }))
  t.same((await interfaces())[0]!.Groups, [], 'without groups the interface has none')
})

t.test('an access point is described with its user, its root directory and its tags', async t => {
  const FileSystemId = await fileSystem('entered')
  const settings = {
    PosixUser: { Uid: 1, Gid: 2, SecondaryGids: [3, 4] },
    RootDirectory: { Path: '/a', CreationInfo: { OwnerUid: 5, OwnerGid: 6, Permissions: '0700' } },
    Tags: [{ Key: 'Name', Value: 'door' }],
  }
  const make = (ClientToken: string, more: object) =>
    efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId, ...more }))
  const [rich, plain] = [await make('rich', settings), await make('plain', { PosixUser: { Uid: 1, Gid: 2 } })]
  t.match(rich.AccessPointId, /^fsap-[0-9a-f]{17}$/)
  const common = ({ AccessPointId }: { AccessPointId?: string }) => ({
    AccessPointId,
    AccessPointArn: `arn:aws:elasticfilesystem:us-east-1:${OwnerId}:access-point/${AccessPointId}`,
    FileSystemId,
    OwnerId,
    LifeCycleState: 'creating',
  })
  t.same(without(rich), { ...common(rich), ...settings, ClientToken: 'rich', Name: 'door' })
  const bare = { ClientToken: 'plain', PosixUser: { Uid: 1, Gid: 2 }, RootDirectory: { Path: '/' }, Tags: [] }
  t.same(without(plain), { ...common(plain), ...bare })
  t.same((await make('nobody', {})).PosixUser, undefined)
})

t.test('an access point has tags of its own, by its ID and by its ARN', async t => {
  const FileSystemId = await fileSystem('tagged', { Tags: [{ Key: 'of', Value: 'the file system' }] })
  const Tags = [{ Key: 'of', Value: 'the access point' }]
  const point = await efs.send(new CreateAccessPointCommand({ ClientToken: 'tagged', FileSystemId, Tags }))
  const read = async (id?: string) => (await efs.send(new ListTagsForResourceCommand({ ResourceId: id }))).Tags
  t.same(await read(point.AccessPointArn), Tags)
  await efs.send(new TagResourceCommand({ ResourceId: point.AccessPointId, Tags: [{ Key: 'b', Value: '' }] }))
  t.same(await read(point.AccessPointId), [...Tags, { Key: 'b', Value: '' }])
  await efs.send(new UntagResourceCommand({ ResourceId: point.AccessPointArn, TagKeys: ['of', 'b'] }))
  t.same(await read(point.AccessPointId), [])
  t.same(await read(FileSystemId), [{ Key: 'of', Value: 'the file system' }])
})
