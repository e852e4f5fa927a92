import { existsSync } from 'node:fs'
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  type CreateFileSystemRequest,
  CreateMountTargetCommand,
  DeleteFileSystemCommand,
  DeleteFileSystemPolicyCommand,
  DeleteMountTargetCommand,
  DescribeAccessPointsCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  ListTagsForResourceCommand,
  ModifyMountTargetSecurityGroupsCommand,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFileSystemCommand,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const efs = new EFSClient(aws)
const ec2 = new EC2Client(aws)
const state = aws.account.efs
let tokens = 0

/** Creates a file system that is available at once. */
async function fileSystem(settings: Partial<CreateFileSystemRequest> = {}): Promise<string> {
  tokens += 1
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: `t${tokens}`, ...settings }))
  state.fileSystem(FileSystemId!).state = 'available'
  return FileSystemId!
}

async function vpc(CidrBlock: string) {
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc!.VpcId!
  const subnet = async (block: string, zone: string) => {
    const place = { VpcId, CidrBlock: block, AvailabilityZone: `us-east-1${zone}` }
    return (await ec2.send(new CreateSubnetCommand(place))).Subnet!.SubnetId!
  }
  return { VpcId, subnet }
}

t.test(
  'a file system has the requested settings, by default general purpose, bursting and without encryption',
  async t => {
    const create = (settings: Partial<CreateFileSystemRequest>) =>
      efs.send(new CreateFileSystemCommand({ CreationToken: `c${(tokens += 1)}`, ...settings }))
    const plain = await create({})
    t.match(plain, {
      LifeCycleState: 'creating',
      PerformanceMode: 'generalPurpose',
      ThroughputMode: 'bursting',
      Encrypted: false,
      NumberOfMountTargets: 0,
    })
    t.equal(plain.KmsKeyId, undefined)
    t.match(await create({ Encrypted: true, Tags: [{ Key: 'Name', Value: 'n' }] }), {
      KmsKeyId: /^arn:aws:kms:/,
      Name: 'n',
    })
    const bad = { name: 'BadRequest', $metadata: { httpStatusCode: 400 } }
    await t.rejects(create({ ThroughputMode: 'elastic', PerformanceMode: 'maxIO' }), bad)
    await t.rejects(create({ ThroughputMode: 'provisioned' }), bad)
    await t.rejects(create({ KmsKeyId: 'alias/mine' }), bad)
    await t.rejects(create({ AvailabilityZoneName: 'us-east-1a' }), { name: 'NotImplemented' })
    await t.resolves(create({ ThroughputMode: 'elastic' }))
    const again = { CreationToken: plain.CreationToken! }
    await t.rejects(create(again), { name: 'FileSystemAlreadyExists', FileSystemId: plain.FileSystemId })
    const byToken = await efs.send(new DescribeFileSystemsCommand({ CreationToken: plain.CreationToken }))
    t.same(
      byToken.FileSystems!.map(one => one.FileSystemId),
      [plain.FileSystemId],
    )
  },
)

t.test('throughput, backup and tags can change, and the provisioned throughput ends with its mode', async t => {
  const FileSystemId = await fileSystem()
  const update = (settings: object) => efs.send(new UpdateFileSystemCommand({ FileSystemId, ...settings }))
  const provisioned = { ThroughputMode: 'provisioned', ProvisionedThroughputInMibps: 5 }
  t.match(await update(provisioned), provisioned)
  t.match(await update({ ProvisionedThroughputInMibps: 7 }), { ...provisioned, ProvisionedThroughputInMibps: 7 })
  t.equal((await update({ ThroughputMode: 'elastic' })).ProvisionedThroughputInMibps, undefined)
  const backup = async () => (await efs.send(new DescribeBackupPolicyCommand({ FileSystemId }))).BackupPolicy?.Status
  t.equal(await backup(), 'DISABLED')
  await efs.send(new PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status: 'ENABLED' } }))
  t.equal(await backup(), 'ENABLED')
  const of = { ResourceId: FileSystemId }
  await efs.send(
    new TagResourceCommand({
      ...of,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  )
  await efs.send(new UntagResourceCommand({ ...of, TagKeys: ['a'] }))
  t.same((await efs.send(new ListTagsForResourceCommand(of))).Tags, [{ Key: 'b', Value: '2' }])
})

t.test('a file system policy exists until it is deleted', async t => {
  const FileSystemId = await fileSystem()
  const read = () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }))
  const none = { name: 'PolicyNotFound', $metadata: { httpStatusCode: 404 } }
  await t.rejects(read(), none)
  const Statement = { Effect: 'Allow', Principal: '*', Action: '*' }
  await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy: JSON.stringify({ Statement }) }))
  t.same(JSON.parse((await read()).Policy!).Statement, Statement)
  await efs.send(new DeleteFileSystemPolicyCommand({ FileSystemId }))
  await t.rejects(read(), none)
})

t.test('a file system has one mount target a zone, all in one VPC', async t => {
  const [{ subnet }, other] = [await vpc('10.0.0.0/16'), await vpc('10.1.0.0/16')]
  const FileSystemId = await fileSystem()
  const make = (SubnetId: string) => efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
  t.match(await make(await subnet('10.0.0.0/24', 'a')), { LifeCycleState: 'creating' })
  const conflict = (message: RegExp) => ({ name: 'MountTargetConflict', message, $metadata: { httpStatusCode: 409 } })
  await t.rejects(make(await subnet('10.0.1.0/24', 'a')), conflict(/already exists in this AZ/))
  await t.rejects(make(await other.subnet('10.1.0.0/24', 'b')), conflict(/not in the same VPC/))
  await t.resolves(make(await subnet('10.0.2.0/24', 'b')))
  await t.rejects(make(`subnet-${'0'.repeat(17)}`), { name: 'SubnetNotFound' })
  const { FileSystems } = await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
  t.equal(FileSystems![0]!.NumberOfMountTargets, 2)
  state.fileSystem(FileSystemId).state = 'creating'
  await t.rejects(make(await subnet('10.0.3.0/24', 'c')), { name: 'IncorrectFileSystemLifeCycleState' })
})

t.test('a mount target has groups of its VPC, a unique address, and an interface that is deleted with it', async t => {
  const [{ VpcId, subnet }, other] = [await vpc('10.0.0.0/16'), await vpc('10.1.0.0/16')]
  const group = async (of: string, GroupName: string) =>
    (await ec2.send(new CreateSecurityGroupCommand({ VpcId: of, GroupName, Description: 'x' }))).GroupId!
  const [mine, theirs] = [await group(VpcId, 'mine'), await group(other.VpcId, 'theirs')]
  const SubnetId = await subnet('10.0.0.0/24', 'a')
  const make = async (settings: object) =>
    efs.send(new CreateMountTargetCommand({ FileSystemId: await fileSystem(), SubnetId, ...settings }))
  const groupsOf = async (MountTargetId: string) =>
    (await efs.send(new DescribeMountTargetSecurityGroupsCommand({ MountTargetId }))).SecurityGroups
  const notFound = { name: 'SecurityGroupNotFound', $metadata: { httpStatusCode: 400 } }
  await t.rejects(make({ SecurityGroups: [theirs] }), notFound)
  const target = await make({ SecurityGroups: [mine], IpAddress: '10.0.0.9' })
  await t.rejects(make({ IpAddress: '10.0.0.9' }), { name: 'IpAddressInUse' })
  t.match(await make({ IpAddress: '10.0.0.10' }), { IpAddress: '10.0.0.10' })
  const elsewhere = { SubnetId: await (await vpc('10.0.0.0/16')).subnet('10.0.0.0/24', 'a'), IpAddress: '10.0.0.9' }
  t.match(await make(elsewhere), elsewhere, 'another subnet may have the same addresses')
  t.same(await groupsOf(target.MountTargetId!), [mine])
  const byDefault = (await groupsOf((await make({})).MountTargetId!))!
  t.equal(aws.account.ec2.securityGroups.get(byDefault[0]!)?.isDefault, true)
  const modify = (SecurityGroups: string[]) =>
    efs.send(new ModifyMountTargetSecurityGroupsCommand({ MountTargetId: target.MountTargetId, SecurityGroups }))
  await t.rejects(modify(['sg-0']), notFound)
  await modify(byDefault)
  t.same(await groupsOf(target.MountTargetId!), byDefault)
  const interfaces = async () => {
    const Filters = [{ Name: 'network-interface-id', Values: [target.NetworkInterfaceId!] }]
    return (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces!
  }
  t.same(
    (await interfaces())[0]!.Groups!.map(({ GroupId }) => GroupId),
    byDefault,
  )
  await efs.send(new DeleteMountTargetCommand({ MountTargetId: target.MountTargetId }))
  t.same(await interfaces(), [])
})

t.test('a description names exactly one resource, and a missing one is not found', async t => {
  const { subnet } = await vpc('10.0.0.0/16')
  const [FileSystemId, empty] = [await fileSystem(), await fileSystem()]
  const SubnetId = await subnet('10.0.0.0/24', 'a')
  const { MountTargetId } = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
  const { AccessPointId } = await efs.send(new CreateAccessPointCommand({ ClientToken: 'described', FileSystemId }))
  const targets = async (by: object) => (await efs.send(new DescribeMountTargetsCommand(by))).MountTargets!
  for (const by of [{ FileSystemId }, { MountTargetId }, { AccessPointId }])
    t.match(await targets(by), [{ MountTargetId, VpcId: /^vpc-/ }])
  t.same(await targets({ FileSystemId: empty }), [])
  await t.rejects(targets({}), { name: 'BadRequest' })
  const points = async (by: object) => (await efs.send(new DescribeAccessPointsCommand(by))).AccessPoints!
  t.match(await points({ FileSystemId }), [{ AccessPointId, RootDirectory: { Path: '/' } }])
  t.same(await points({ FileSystemId: empty }), [])
  await t.rejects(points({ FileSystemId, AccessPointId }), { name: 'BadRequest' })
  for (const page of ['x', '-1', '0.5']) {
    const NextToken = Buffer.from(page).toString('base64')
    await t.rejects(points({ FileSystemId, NextToken }), { name: 'BadRequest' }, `page ${page}`)
  }
  await t.rejects(targets({ FileSystemId: 'fs-00000000' }), {
    name: 'FileSystemNotFound',
    $metadata: { httpStatusCode: 404 },
  })
  await t.rejects(targets({ MountTargetId: 'fsmt-00000000' }), { name: 'MountTargetNotFound' })
  await t.rejects(points({ AccessPointId: 'fsap-00000000' }), { name: 'AccessPointNotFound' })
})

t.test('a file system is deleted with its access points and files, and with no others', async t => {
  const [FileSystemId, other] = [await fileSystem(), await fileSystem()]
  const { directory } = state.fileSystem(FileSystemId)
  const point = (ClientToken: string, of: string) =>
    efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId: of }))
  const [mine, theirs] = [await point('goes', FileSystemId), await point('stays', other)]
  await efs.send(new DeleteFileSystemCommand({ FileSystemId }))
  t.notOk(state.accessPoints.has(mine.AccessPointId!))
  t.ok(state.accessPoints.has(theirs.AccessPointId!))
  t.notOk(existsSync(directory))
})
