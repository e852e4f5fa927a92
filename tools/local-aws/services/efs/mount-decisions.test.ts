import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  type CreateAccessPointRequest,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  EFSClient,
  PutFileSystemPolicyCommand,
} from '@aws-sdk/client-efs'
import t from 'tap'
import type { Identity } from '../../iam/identity.ts'
import type { PolicyDocument } from '../../iam/policy-document.ts'
import { startLocalAws } from '../../server.ts'
import { mountAccessPoint } from './mount.ts'

const sentences: string[] = []
const aws = await startLocalAws({ diagnose: sentence => sentences.push(sentence) })
t.teardown(() => aws.close())
const [ec2, efs, state] = [new EC2Client(aws), new EFSClient(aws), aws.account.efs]
const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
const subnet = async (zone: string, CidrBlock: string) => {
  const request = { VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` }
  return (await ec2.send(new CreateSubnetCommand(request))).Subnet!.SubnetId!
}
const [SubnetId, elsewhere] = [await subnet('a', '10.0.1.0/24'), await subnet('b', '10.0.2.0/24')]
const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'one' }))
const fileSystem = state.fileSystem(FileSystemId!)
fileSystem.state = 'available'
const { MountTargetId } = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
const target = state.mountTarget(MountTargetId!)
target.state = 'available'

const PosixUser = { Uid: 1000, Gid: 1001 }
const { AccessPointArn } = await point('first', { PosixUser })
const account = aws.account.id
const roleArn = `arn:aws:iam::${account}:role/function`
const arn = `arn:aws:sts::${account}:assumed-role/function/environment`

function point(ClientToken: string, settings: Partial<CreateAccessPointRequest>) {
  return efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId, ...settings }))
}

/** Mounts as a session of a role with these statements. */
function mount(accessPointArn = AccessPointArn!, statements: PolicyDocument['Statement'] = [], subnetId = SubnetId) {
  const { identity } = aws.account.iam.holder(aws.credentials.accessKeyId)!
  const session: Identity = { ...identity, kind: 'assumed-role', arn, roleArn, accountId: account } as Identity
  return mountAccessPoint(aws.account, {
    accessPointArn,
    subnetIds: [subnetId],
    securityGroupIds: target.securityGroupIds,
    identity: { ...session, policies: () => [{ Statement: statements }] },
  })
}

function refusal(arnOfPoint: string) {
  const message = `The function could not mount the EFS file system with access point ${arnOfPoint}.`
  return { code: 'EFSMountFailureException', statusCode: 403, message }
}

t.test('the function gets one sentence, and the operator of the local AWS the true reason', async t => {
  const gone = AccessPointArn!.replace(/fsap-.*/, 'fsap-0')
  await t.rejects(mount(gone), refusal(gone))
  t.equal(sentences.at(-1), `mount of ${gone} refused: the access point does not exist`)
  await t.rejects(mount(AccessPointArn, [], elsewhere), {
    code: 'EFSMountConnectivityException',
    statusCode: 408,
    message: `The function couldn't connect to the Amazon EFS file system with access point ${AccessPointArn}. Check your network configuration and try again.`,
  })
  const reason = `${FileSystemId} has no available mount target in us-east-1b (${elsewhere})`
  t.equal(sentences.at(-1), `mount of ${AccessPointArn} cannot connect: ${reason}`)
  const { AccessPointArn: nobody } = await point('nobody', {})
  await t.rejects(mount(nobody), {
    code: 'NotImplemented',
    statusCode: 501,
    message: 'The local AWS mounts only access points that have a PosixUser.',
  })
  state.fileSystems.delete(FileSystemId!)
  t.teardown(() => state.fileSystems.set(FileSystemId!, fileSystem))
  await t.rejects(mount(), refusal(AccessPointArn!), 'the access point leads to no file system')
})

t.test('a mount has the user of its access point and the folder of the file system', async t => {
  t.same(await mount(), { directory: join(fileSystem.directory, '/'), uid: 1000, gid: 1001, readOnly: false })
})

t.test('a mount needs an allow from the role or the file system, and no deny from either', async t => {
  t.teardown(() => delete fileSystem.policy)
  const client = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']
  const ofRole = (Effect: 'Allow' | 'Deny', Action = client) => [{ Effect, Action, Resource: fileSystem.arn }]
  const ofSystem = (Effect: 'Allow' | 'Deny', AWS: string | string[] = '*', Condition?: object) => ({
    ...{ Effect, Action: client, Principal: { AWS } },
    ...(Condition && { Condition }),
  })
  const bool = (key: string) => ({ Bool: { [key]: 'true' } })
  const byPoint = (value: string) => ({ StringEquals: { 'elasticfilesystem:AccessPointArn': value } })
  const nobody = ofSystem('Allow', `arn:aws:iam::${account}:role/other`)
  for (const [title, Statement, role, outcome] of [
    ['nothing allows', nobody, [], 'refused'],
    ['only the role allows', nobody, ofRole('Allow'), 'writable'],
    ['the role allows to mount only', nobody, ofRole('Allow', [client[0]!]), 'read only'],
    ['the role allows to write only', nobody, ofRole('Allow', [client[1]!]), 'refused'],
    ['only the file system allows', ofSystem('Allow'), [], 'writable'],
    ['the role denies', ofSystem('Allow'), ofRole('Deny'), 'refused'],
    ['the file system denies', ofSystem('Deny'), ofRole('Allow'), 'refused'],
    ['the file system names the role', ofSystem('Allow', roleArn), [], 'writable'],
    ['the file system names the session', ofSystem('Allow', arn), [], 'writable'],
    ['the file system names the account', ofSystem('Allow', account), [], 'writable'],
    ['the traffic is encrypted', ofSystem('Allow', '*', bool('aws:SecureTransport')), [], 'writable'],
    [
      'it goes by a mount target',
      ofSystem('Allow', '*', bool('elasticfilesystem:AccessedViaMountTarget')),
      [],
      'writable',
    ],
    ['the access point is this one', ofSystem('Allow', '*', byPoint(AccessPointArn!)), [], 'writable'],
    ['the access point is another', ofSystem('Allow', '*', byPoint('arn:x')), [], 'refused'],
  ] as const) {
    const Policy = JSON.stringify({ Statement })
    const put = { FileSystemId, Policy, BypassPolicyLockoutSafetyCheck: true }
    await efs.send(new PutFileSystemPolicyCommand(put))
    const mounted = mount(AccessPointArn, role).then(
      ({ readOnly }) => (readOnly ? 'read only' : 'writable'),
      ({ code }: { code: string }) => (code === 'EFSMountFailureException' ? 'refused' : code),
    )
    t.equal(await mounted, outcome, title)
    const allows = 'neither the role nor the file system policy allows ClientMount'
    if (outcome === 'refused') t.equal(sentences.pop(), `mount of ${AccessPointArn} refused: ${allows}`)
  }
})

t.test('a root directory is created with its parents, and only inside the file system', async t => {
  const CreationInfo = { OwnerUid: 0, OwnerGid: 0, Permissions: '0700' }
  const at = async (Path: string, info?: typeof CreationInfo) =>
    (await point(Path, { PosixUser, RootDirectory: { Path, CreationInfo: info } })).AccessPointArn!
  const root = fileSystem.directory
  t.equal((await mount(await at('/a/b/c', CreationInfo))).directory, join(root, 'a/b/c'))
  const nowhere = await at('/nowhere')
  await t.rejects(mount(nowhere), refusal(nowhere))
  const none = '/nowhere does not exist and the access point has no CreationInfo'
  t.equal(sentences.at(-1), `mount of ${nowhere} refused: ${none}`)
  const twin = `${root}-twin`
  await mkdir(twin)
  t.teardown(() => rm(twin, { recursive: true }))
  await symlink(twin, join(root, 'out'))
  await symlink(join(root, 'a'), join(root, 'in'))
  const out = await at('/out', CreationInfo)
  await t.rejects(mount(out), refusal(out))
  t.equal(sentences.at(-1), `mount of ${out} refused: /out leads out of the file system`)
  t.equal((await mount(await at('/in'))).directory, join(root, 'in'))
  await writeFile(join(root, 'file'), '')
  await t.rejects(mount(await at('/file/below', CreationInfo)), { code: 'ENOTDIR', syscall: 'stat' })
})
