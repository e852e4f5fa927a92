import { chmod, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  type CreateAccessPointRequest,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { startLocalAws } from '../../server.ts'
import { mountAccessPoint } from './mount.ts'

const sentences: string[] = []
const aws = await startLocalAws({ diagnose: sentence => sentences.push(sentence) })
t.teardown(() => aws.close())
const [ec2, efs] = [new EC2Client(aws), new EFSClient(aws)]
const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }))
const SubnetId = Subnet!.SubnetId!
const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'one' }))
await available(aws.account.efs.fileSystem(FileSystemId!))
// The default group allows its own members.
const { MountTargetId } = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId }))
const target = aws.account.efs.mountTarget(MountTargetId!)
aws.account.efs.stateReported(target)

async function available(resource: { readonly state: string }): Promise<void> {
  for (const deadline = Date.now() + 30_000; resource.state !== 'available'; await sleep(5)) {
    if (Date.now() > deadline) throw new Error(`still ${resource.state} after 30 s, not available`)
  }
}

async function mount(ClientToken: string, settings: Partial<CreateAccessPointRequest>) {
  const { AccessPointArn } = await efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId, ...settings }))
  return mountAccessPoint(aws.account, {
    accessPointArn: AccessPointArn!,
    subnetIds: [SubnetId],
    securityGroupIds: target.securityGroupIds,
    identity: aws.account.iam.holder(aws.credentials.accessKeyId)!.identity,
  })
}

const PosixUser = { Uid: 1000, Gid: 1000 }
const CreationInfo = { OwnerUid: 1000, OwnerGid: 1000, Permissions: '0750' }

t.test('an existing root directory keeps its permissions, regardless of the access point', async t => {
  const RootDirectory = { Path: '/there', CreationInfo }
  const { directory } = await mount('first', { PosixUser, RootDirectory })
  await chmod(directory, 0o700)
  t.equal((await mount('second', { PosixUser, RootDirectory })).directory, directory)
  t.equal((await stat(directory)).mode & 0o777, 0o700)
})

t.test('without root the user owns the root directories, regardless of the access point', async t => {
  t.intercept(process, 'getuid', { value: () => 1000 })
  const { directory } = await mount('ordinary', { PosixUser, RootDirectory: { Path: '/ordinary', CreationInfo } })
  const [made, fileSystem] = [await stat(directory), await stat(aws.account.efs.fileSystem(FileSystemId!).directory)]
  t.same([made.uid, made.gid, made.mode & 0o777], [fileSystem.uid, fileSystem.gid, 0o750])
})

t.test('a missing root directory is created only if the access point names its owner', async t => {
  const refused = { code: 'EFSMountFailureException', statusCode: 403 }
  await t.rejects(mount('without', { PosixUser, RootDirectory: { Path: '/nowhere' } }), refused)
  t.match(sentences.at(-1), /\/nowhere does not exist and the access point has no CreationInfo/)
  await t.resolves(mount('root', { PosixUser }), 'the root of the file system always exists')
})

t.test('a root directory that a function has removed is created again by the next mount', async t => {
  const RootDirectory = { Path: '/removed', CreationInfo }
  const { directory } = await mount('before', { PosixUser, RootDirectory })
  await rm(directory, { recursive: true })
  t.equal((await mount('after', { PosixUser, RootDirectory })).directory, directory)
  t.equal((await stat(directory)).mode & 0o777, 0o750)
})

t.test('an access point without a POSIX user is refused by name', async t => {
  const refused = { code: 'NotImplemented', statusCode: 501, message: /PosixUser/ }
  await t.rejects(mount('nobody', { RootDirectory: { Path: '/made', CreationInfo } }), refused)
})
