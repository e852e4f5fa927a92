import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteAccessPointCommand,
  DeleteFileSystemCommand,
  DeleteFileSystemPolicyCommand,
  DeleteMountTargetCommand,
  DescribeAccessPointsCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeLifecycleConfigurationCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  ListTagsForResourceCommand,
  ModifyMountTargetSecurityGroupsCommand,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  PutLifecycleConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFileSystemCommand,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const [efs, ec2] = [new EFSClient(aws), new EC2Client(aws)]
const { identity } = aws.account.iam.holder(aws.credentials.accessKeyId)!
const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
const SubnetId = (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }))).Subnet!.SubnetId!

/**
 * The permissions that a call asks of IAM, as `action on RESOURCE`, without the beginning of the service's ARNs. The
 * outcome of the call does not matter.
 */
async function asked(call: Promise<unknown>): Promise<string[]> {
  const known = identity.actions.of(identity.arn).length
  await call.catch(() => undefined)
  const questions = identity.actions.of(identity.arn).slice(known)
  return questions.map(({ action, resource }) => {
    const service = action.split(':')[0]!
    return `${action} on ${resource.replace(aws.account.arn(service, ''), '')}`
  })
}

const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'one' }))
aws.account.efs.fileSystem(FileSystemId!).state = 'available'
const { MountTargetId, NetworkInterfaceId } = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
const point = await efs.send(new CreateAccessPointCommand({ ClientToken: 'one', FileSystemId }))
const { AccessPointId, AccessPointArn } = point
const Tags = [{ Key: 'k', Value: 'v' }]

t.test('a creation with tags also needs the permission to tag', async t => {
  const fileSystem = (more: object) => asked(efs.send(new CreateFileSystemCommand({ CreationToken: 'two', ...more })))
  t.same(await fileSystem({ Tags: [] }), [], 'the first call already asked for everything else')
  t.same(await fileSystem({ Tags }), ['elasticfilesystem:TagResource on file-system/*'])
  t.same(
    identity.actions.of(identity.arn).some(({ action }) => action === 'elasticfilesystem:CreateFileSystem'),
    true,
  )
  const of = (more: object) => asked(efs.send(new CreateAccessPointCommand({ ClientToken: '2', ...more } as never)))
  t.same(await of({ FileSystemId: 'fs-00000002', Tags: [] }), [
    'elasticfilesystem:CreateAccessPoint on file-system/fs-00000002',
  ])
  t.same(await of({ FileSystemId: 'fs-00000002', Tags }), ['elasticfilesystem:TagResource on access-point/*'])
})

t.test(
  'a mount target needs permissions on the file system, for look-ups, and for an interface in its subnet',
  async t => {
    const one = { FileSystemId: 'fs-00000003', SubnetId: 'subnet-00000003' }
    t.same(await asked(efs.send(new CreateMountTargetCommand(one))), [
      'elasticfilesystem:CreateMountTarget on file-system/fs-00000003',
      'ec2:CreateNetworkInterface on subnet/subnet-00000003',
    ])
    const all = identity.actions.of(identity.arn).map(({ action, resource }) => `${action} ${resource}`)
    for (const lookup of ['ec2:DescribeSubnets *', 'ec2:DescribeNetworkInterfaces *'])
      t.ok(all.includes(lookup), lookup)
    t.ok(all.includes(`ec2:CreateNetworkInterface ${aws.account.arn('ec2', 'network-interface/*')}`))
  },
)

t.test('operations on a file system need a permission on that file system', async t => {
  const of = { FileSystemId: FileSystemId! }
  const statement = { Effect: 'Allow', Principal: '*', Action: '*' }
  const Policy = JSON.stringify({ Statement: statement })
  for (const [action, call] of [
    ['UpdateFileSystem', () => efs.send(new UpdateFileSystemCommand(of))],
    ['PutBackupPolicy', () => efs.send(new PutBackupPolicyCommand({ ...of, BackupPolicy: { Status: 'ENABLED' } }))],
    ['DescribeBackupPolicy', () => efs.send(new DescribeBackupPolicyCommand(of))],
    [
      'PutLifecycleConfiguration',
      () => efs.send(new PutLifecycleConfigurationCommand({ ...of, LifecyclePolicies: [] })),
    ],
    ['DescribeLifecycleConfiguration', () => efs.send(new DescribeLifecycleConfigurationCommand(of))],
    ['PutFileSystemPolicy', () => efs.send(new PutFileSystemPolicyCommand({ ...of, Policy }))],
    ['DescribeFileSystemPolicy', () => efs.send(new DescribeFileSystemPolicyCommand(of))],
    ['DeleteFileSystemPolicy', () => efs.send(new DeleteFileSystemPolicyCommand(of))],
    ['DescribeFileSystems', () => efs.send(new DescribeFileSystemsCommand(of))],
    ['DescribeMountTargets', () => efs.send(new DescribeMountTargetsCommand(of))],
    ['DescribeAccessPoints', () => efs.send(new DescribeAccessPointsCommand(of))],
    ['TagResource', () => efs.send(new TagResourceCommand({ ResourceId: FileSystemId, Tags }))],
    ['ListTagsForResource', () => efs.send(new ListTagsForResourceCommand({ ResourceId: FileSystemId }))],
    ['UntagResource', () => efs.send(new UntagResourceCommand({ ResourceId: FileSystemId, TagKeys: ['k'] }))],
    ['DeleteFileSystem', () => efs.send(new DeleteFileSystemCommand(of))],
  ] as const) {
    t.same(await asked(call()), [`elasticfilesystem:${action} on file-system/${FileSystemId}`], action)
  }
})

t.test('operations on an access point need a permission on that access point, by its ID and by its ARN', async t => {
  const ResourceId = AccessPointArn!
  for (const [action, call] of [
    ['DescribeAccessPoints', () => efs.send(new DescribeAccessPointsCommand({ AccessPointId }))],
    ['DescribeMountTargets', () => efs.send(new DescribeMountTargetsCommand({ AccessPointId }))],
    ['TagResource', () => efs.send(new TagResourceCommand({ ResourceId, Tags }))],
    ['ListTagsForResource', () => efs.send(new ListTagsForResourceCommand({ ResourceId: AccessPointId }))],
    ['UntagResource', () => efs.send(new UntagResourceCommand({ ResourceId, TagKeys: ['k'] }))],
    ['DeleteAccessPoint', () => efs.send(new DeleteAccessPointCommand({ AccessPointId }))],
  ] as const) {
    t.same(await asked(call()), [`elasticfilesystem:${action} on access-point/${AccessPointId}`], action)
  }
})

t.test(
  'operations on a mount target need permissions on its file system and, for a change, on its interface',
  async t => {
    const describe = (id: string) => efs.send(new DescribeMountTargetSecurityGroupsCommand({ MountTargetId: id }))
    const modify = (id: string) => efs.send(new ModifyMountTargetSecurityGroupsCommand({ MountTargetId: id }))
    const remove = (id: string) => efs.send(new DeleteMountTargetCommand({ MountTargetId: id }))
    for (const [id, fileSystem, networkInterface] of [
      ['fsmt-00000000', '*', '*'],
      [MountTargetId!, FileSystemId!, NetworkInterfaceId!],
    ] as const) {
      const on = (action: string) => `elasticfilesystem:${action} on file-system/${fileSystem}`
      t.same(await asked(describe(id)), [on('DescribeMountTargetSecurityGroups')])
      t.same(await asked(modify(id)), [
        on('ModifyMountTargetSecurityGroups'),
        `ec2:ModifyNetworkInterfaceAttribute on network-interface/${networkInterface}`,
      ])
      t.same(await asked(remove(id)), [
        on('DeleteMountTarget'),
        `ec2:DeleteNetworkInterface on network-interface/${networkInterface}`,
      ])
    }
  },
)
