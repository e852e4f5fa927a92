import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteFileSystemCommand,
  DescribeAccessPointsCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  ModifyMountTargetSecurityGroupsCommand,
  PutFileSystemPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const [efs, ec2] = [new EFSClient({ ...aws, maxAttempts: 1 }), new EC2Client(aws)]
const place = async (CidrBlock: string, block: string) => {
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc!.VpcId!
  return { VpcId, SubnetId: (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: block }))).Subnet!.SubnetId! }
}
const [here, there] = [await place('10.0.0.0/16', '10.0.1.0/24'), await place('10.1.0.0/16', '10.1.1.0/24')]
const foreign = { VpcId: there.VpcId, GroupName: 'foreign', Description: 'of the other VPC' }
const foreignGroup = (await ec2.send(new CreateSecurityGroupCommand(foreign))).GroupId!
const FileSystemId = await fileSystem('one')
const target = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: here.SubnetId }))
const { AccessPointId } = await efs.send(new CreateAccessPointCommand({ ClientToken: 'one', FileSystemId }))

async function fileSystem(CreationToken: string): Promise<string> {
  const made = await efs.send(new CreateFileSystemCommand({ CreationToken }))
  aws.account.efs.fileSystem(made.FileSystemId!).state = 'available'
  return made.FileSystemId!
}

/** The code, status and words of each refusal, beside its call. */
async function refusals(
  t: Tap,
  cases: readonly (readonly [code: string, status: number, words: string, call: Call])[],
) {
  for (const [code, status, words, call] of cases) {
    const error: any = await call().catch((thrown: unknown) => thrown)
    t.same([error.name, error.$metadata?.httpStatusCode, error.message], [code, status, words])
  }
}

type Tap = { same(found: unknown, wanted: unknown): boolean }
type Call = () => Promise<unknown>

t.test('the refusal of tags names the key', async t => {
  const tag = (...Tags: { Key: string; Value: string }[]) => {
    return () => efs.send(new TagResourceCommand({ ResourceId: FileSystemId, Tags }))
  }
  const a = { Key: 'a', Value: '1' }
  await refusals(t, [
    ['BadRequest', 400, 'Tag key aws:a is reserved: it begins with aws:.', tag({ Key: 'aws:a', Value: '' })],
    ['BadRequest', 400, 'Tag key a is given twice.', tag(a, a)],
  ])
})

t.test('a file system has fifty tags at most, in one call or in several', async t => {
  const ResourceId = await fileSystem('tagged')
  const add = (...keys: number[]) => {
    const Tags = keys.map(key => ({ Key: `k${key}`, Value: '' }))
    return () => efs.send(new TagResourceCommand({ ResourceId, Tags }))
  }
  await add(...Array(50).keys())()
  await add(49)()
  await refusals(t, [['BadRequest', 400, 'A resource cannot have more than 50 tags.', add(50)]])
})

t.test('the refusal of a file system names the members that conflict', async t => {
  // any: a request that is refused may be incomplete.
  const create = (request: any) => () => efs.send(new CreateFileSystemCommand({ CreationToken: 'x', ...request }))
  await refusals(t, [
    [
      'NotImplemented',
      501,
      'The local AWS does not have the member AvailabilityZoneName of elasticfilesystem:CreateFileSystem.',
      create({ AvailabilityZoneName: 'us-east-1a' }),
    ],
    [
      'BadRequest',
      400,
      'Elastic throughput mode is supported only for file systems using the General Purpose performance mode.',
      create({ ThroughputMode: 'elastic', PerformanceMode: 'maxIO' }),
    ],
    [
      'BadRequest',
      400,
      'ProvisionedThroughputInMibps is required when ThroughputMode is set to provisioned.',
      create({ ThroughputMode: 'provisioned' }),
    ],
    [
      'BadRequest',
      400,
      'KmsKeyId can only be specified if Encrypted is set to true.',
      create({ KmsKeyId: 'alias/mine' }),
    ],
    [
      'FileSystemAlreadyExists',
      409,
      `File system '${FileSystemId}' already exists with creation token 'one'`,
      create({ CreationToken: 'one' }),
    ],
  ])
})

t.test('the error for a missing resource has the words of its kind', async t => {
  const targets = (by: object) => () => efs.send(new DescribeMountTargetsCommand(by))
  const points = (by: object) => () => efs.send(new DescribeAccessPointsCommand(by))
  const policy = () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }))
  const none = `File system policy for file system '${FileSystemId}' does not exist.`
  const NextToken = Buffer.from('x').toString('base64')
  const both = 'You can specify only one of AccessPointId or FileSystemId.'
  await refusals(t, [
    ['FileSystemNotFound', 404, "File system 'fs-00000000' does not exist.", targets({ FileSystemId: 'fs-00000000' })],
    [
      'MountTargetNotFound',
      404,
      "Mount target 'fsmt-00000000' does not exist.",
      targets({ MountTargetId: 'fsmt-00000000' }),
    ],
    [
      'AccessPointNotFound',
      404,
      "Access point 'fsap-00000000' does not exist.",
      points({ AccessPointId: 'fsap-00000000' }),
    ],
    ['PolicyNotFound', 404, none, policy],
    ['BadRequest', 400, 'Must specify exactly one mutually exclusive parameter.', targets({})],
    ['BadRequest', 400, both, points({ AccessPointId, FileSystemId })],
    ['BadRequest', 400, 'Invalid pagination token.', points({ NextToken })],
    [
      'BadRequest',
      400,
      'Invalid pagination token.',
      () => efs.send(new DescribeFileSystemsCommand({ Marker: 'LTE=' })),
    ],
  ])
})

t.test('the refusal of a mount target names its place, its address and its groups', async t => {
  const two = await fileSystem('two')
  const create =
    (request: object, of = two) =>
    () =>
      efs.send(new CreateMountTargetCommand({ FileSystemId: of, SubnetId: here.SubnetId, ...request }))
  const modify = () =>
    efs.send(
      new ModifyMountTargetSecurityGroupsCommand({ MountTargetId: target.MountTargetId, SecurityGroups: ['sg-0'] }),
    )
  const [subnet, address] = [`subnet-${'0'.repeat(17)}`, target.IpAddress!]
  const outside = (ip: string) => `Address ${ip} does not fall within the subnet's address range`
  await refusals(t, [
    ['SubnetNotFound', 400, `The subnet ID '${subnet}' does not exist`, create({ SubnetId: subnet })],
    [
      'MountTargetConflict',
      409,
      'requested subnet for new mount target is not in the same VPC as existing mount targets',
      create({ SubnetId: there.SubnetId }, FileSystemId),
    ],
    ['MountTargetConflict', 409, 'mount target already exists in this AZ', create({}, FileSystemId)],
    ['BadRequest', 400, outside('10.0.2.9'), create({ IpAddress: '10.0.2.9' })],
    ['BadRequest', 400, outside('10.0.1.999'), create({ IpAddress: '10.0.1.999' })],
    [
      'IpAddressInUse',
      409,
      `IP address '${address}' is already in use in the subnet '${here.SubnetId}'`,
      create({ IpAddress: address }),
    ],
    [
      'SecurityGroupNotFound',
      400,
      `The security group ID '${foreignGroup}' does not exist`,
      create({ SecurityGroups: [foreignGroup] }),
    ],
    ['SecurityGroupNotFound', 400, "The security group ID 'sg-0' does not exist", create({ SecurityGroups: ['sg-0'] })],
    ['SecurityGroupNotFound', 400, "The security group ID 'sg-0' does not exist", modify],
  ])
})

t.test('a call that comes too early, twice or too late is refused with the ID of the obstacle', async t => {
  const early = (await efs.send(new CreateFileSystemCommand({ CreationToken: 'early' }))).FileSystemId!
  const point = (ClientToken: string, of: string) => () =>
    efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId: of }))
  const Policy = JSON.stringify({ Statement: { Effect: 'Deny', Principal: '*', Action: '*' } })
  await refusals(t, [
    [
      'IncorrectFileSystemLifeCycleState',
      409,
      `File system '${early}' is not in the available life cycle state.`,
      point('two', early),
    ],
    [
      'AccessPointAlreadyExists',
      409,
      `Access point '${AccessPointId}' already exists with creation token 'one'`,
      point('one', FileSystemId),
    ],
    [
      'FileSystemInUse',
      409,
      `The file system '${FileSystemId}' cannot be deleted because it has mount targets. You must delete the mount targets, and then try again.`,
      () => efs.send(new DeleteFileSystemCommand({ FileSystemId })),
    ],
    [
      'InvalidPolicyException',
      400,
      'The policy would lock out the principal that makes the request from PutFileSystemPolicy on this file system.',
      () => efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy })),
    ],
  ])
})
