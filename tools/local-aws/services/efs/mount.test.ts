import { rmdir, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteAccessPointCommand,
  DeleteFileSystemCommand,
  DeleteMountTargetCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  PutFileSystemPolicyCommand,
} from '@aws-sdk/client-efs'
import { CreateRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import t, { type Test } from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { startLocalAws } from '../../server.ts'
import { mountAccessPoint } from './mount.ts'

const denyPlainText = JSON.stringify({
  Statement: [
    { Effect: 'Deny', Principal: { AWS: '*' }, Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ],
})

/** A function's network, a file system with one mount target in each zone, and a role that may mount it. */
async function world(t: Pick<Test, 'teardown'>) {
  const sentences: string[] = []
  const aws = await startLocalAws({ diagnose: sentence => sentences.push(sentence) })
  t.teardown(() => aws.close())
  const [ec2, efs, iam] = [new EC2Client(aws), new EFSClient(aws), new IAMClient(aws)]
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
  const subnetIds = await Promise.all(
    ['a', 'b'].map(async (zone, index) => {
      const place = { CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `us-east-1${zone}` }
      return (await ec2.send(new CreateSubnetCommand({ VpcId, ...place }))).Subnet!.SubnetId!
    }),
  )
  const group = async (GroupName: string) =>
    (await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName }))).GroupId!
  const [lambdaGroup, efsGroup] = [await group('lambda'), await group('efs')]
  const nfs = [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, UserIdGroupPairs: [{ GroupId: lambdaGroup }] }]
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: efsGroup, IpPermissions: nfs }))

  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'test', Encrypted: true }))
  await available(async () => (await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))).FileSystems)
  for (const SubnetId of subnetIds) {
    await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId, SecurityGroups: [efsGroup] }))
  }
  const accessPoint = await efs.send(
    new CreateAccessPointCommand({
      ClientToken: 'test',
      FileSystemId,
      PosixUser: { Uid: 1000, Gid: 1000 },
      RootDirectory: { Path: '/lambda', CreationInfo: { OwnerUid: 1000, OwnerGid: 1000, Permissions: '0750' } },
    }),
  )
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'function',
      AssumeRolePolicyDocument: JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  )
  const allow = (...actions: string[]) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName: 'function',
        PolicyName: 'efs',
        PolicyDocument: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Action: actions.map(action => `elasticfilesystem:${action}`),
              Resource: accessPoint.AccessPointArn!.replace(/access-point.*/, `file-system/${FileSystemId}`),
              Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoint.AccessPointArn } },
            },
          ],
        }),
      }),
    )
  await allow('ClientMount', 'ClientWrite')
  const session = aws.account.iam.issueSession({
    role: aws.account.iam.role('function'),
    sessionName: 'environment',
    durationSeconds: 900,
  })
  const mount = () =>
    mountAccessPoint(aws.account, {
      accessPointArn: accessPoint.AccessPointArn!,
      subnetIds,
      securityGroupIds: [lambdaGroup],
      identity: aws.account.iam.holder(session.accessKeyId)!.identity,
    })
  await available(async () => (await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))).MountTargets)
  return {
    ec2,
    efs,
    iam,
    sentences,
    mount,
    allow,
    FileSystemId: FileSystemId!,
    accessPoint,
    lambdaGroup,
    efsGroup,
    nfs,
  }
}

async function available(describe: () => Promise<readonly { LifeCycleState: string | undefined }[] | undefined>) {
  await eventually('all mount targets are available', async () =>
    (await describe())!.every(({ LifeCycleState }) => LifeCycleState === 'available'),
  )
}

const unreachable = {
  code: 'EFSMountConnectivityException',
  statusCode: 408,
  message: /Check your network configuration/,
}
const rejected = { code: 'EFSMountFailureException', statusCode: 403, message: /^The function could not mount/ }

t.test('the first mount creates the root directory with the owner and permissions of the access point', async t => {
  const { mount } = await world(t)
  const { directory, uid, gid, readOnly } = await mount()
  t.same({ uid, gid, readOnly }, { uid: 1000, gid: 1000, readOnly: false })
  const made = await stat(directory)
  t.equal(made.mode & 0o777, 0o750)
  if (process.getuid?.() === 0) t.same([made.uid, made.gid], [1000, 1000])
})

t.test('each security-group rule on TCP 2049 is needed', async t => {
  const { ec2, mount, lambdaGroup, efsGroup, nfs, sentences } = await world(t)
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: efsGroup, IpPermissions: nfs }))
  await t.rejects(mount(), unreachable)
  t.match(sentences.at(-1), /no ingress rule of sg-.* lets TCP 2049 in from sg-/)

  const wrongPort = nfs.map(rule => ({ ...rule, FromPort: 2048, ToPort: 2048 }))
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: efsGroup, IpPermissions: wrongPort }))
  await t.rejects(mount(), unreachable)

  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: efsGroup, IpPermissions: nfs }))
  t.ok(await mount())
  const allOut = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: lambdaGroup, IpPermissions: allOut }))
  await t.rejects(mount(), unreachable)
  t.match(sentences.at(-1), /no egress rule of sg-.* lets TCP 2049 out/)
})

t.test('a subnet without a mount target in its zone cannot connect', async t => {
  const { efs, mount, FileSystemId, sentences } = await world(t)
  const { MountTargets } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))
  await efs.send(new DeleteMountTargetCommand({ MountTargetId: MountTargets![1]!.MountTargetId }))
  await t.rejects(mount(), unreachable)
  t.match(sentences.at(-1), /no available mount target in us-east-1b/)
})

t.test('with a file system policy the role needs ClientMount, and ClientWrite to write', async t => {
  const { efs, iam, mount, allow, FileSystemId } = await world(t)
  await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy: denyPlainText }))
  t.equal((await mount()).readOnly, false)
  await allow('ClientMount')
  t.equal((await mount()).readOnly, true)
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'function', PolicyName: 'efs' }))
  await t.rejects(mount(), rejected)
})

t.test('a deleted access point is refused', async t => {
  const { efs, mount, accessPoint, sentences } = await world(t)
  await efs.send(new DeleteAccessPointCommand({ AccessPointId: accessPoint.AccessPointId }))
  await t.rejects(mount(), rejected)
  t.match(sentences.at(-1), /does not exist/)
})

t.test('a file system with mount targets cannot be deleted', async t => {
  const { efs, FileSystemId } = await world(t)
  await t.rejects(efs.send(new DeleteFileSystemCommand({ FileSystemId })), {
    name: 'FileSystemInUse',
    $metadata: { httpStatusCode: 409 },
  })
})

t.test('a mount has only the condition keys that EFS enforces', async t => {
  const { efs, mount, FileSystemId } = await world(t)
  const deny = (Condition: object) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 'elasticfilesystem:Client*',
    Condition,
  })
  const put = (Condition: object) =>
    efs.send(
      new PutFileSystemPolicyCommand({
        FileSystemId,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: deny(Condition) }),
      }),
    )
  await put({ StringLike: { 'aws:PrincipalArn': '*' } })
  t.ok(await mount())
  await put({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } })
  await t.rejects(mount(), rejected)
})

t.test('a link in place of the root directory does not lead the mount out of the file system', async t => {
  const { mount, sentences } = await world(t)
  const { directory } = await mount()
  await rmdir(directory)
  await symlink(tmpdir(), directory)
  await t.rejects(mount(), rejected)
  t.match(sentences.at(-1), /leads out of the file system/)
})
