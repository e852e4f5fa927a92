import { readdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import t from 'tap'
import { mountAccessPoint } from '../../efs/mount.ts'
import { functionWorld } from '../function-fixture.ts'

t.setTimeout(600_000)

// Each writes a file, and all read it through any mount. Each waits until all are there, so three environments are
// needed.
const source = `const fs = require('fs'), folder = process.env.EFS_MOUNT_PATH
exports.handler = async ({ name }) => {
  fs.writeFileSync(folder + '/' + name, name)
  while (fs.readdirSync(folder).length < 3) await new Promise(resolve => setTimeout(resolve, 10))
  return folder
}`

t.test('execution environments use the mounts of EFS in turn, and the operator sees the mount of each', async t => {
  const folder = t.testdir({ shared: {} })
  const shared = join(folder, 'shared')
  const mounts = ['a', 'b', 'c'].map(name => join(folder, name))
  for (const mount of mounts) await symlink(shared, mount)
  const world = await functionWorld({ efsMounts: mounts })
  t.teardown(() => world.close())
  const { aws, create, invoke, sentences } = world
  const [SubnetId] = world.network.SubnetIds
  // The default security group of a VPC lets its members connect to each other.
  const { ec2 } = aws.account
  const { vpcId } = ec2.subnet(SubnetId!)
  const { groupId } = [...ec2.securityGroups.values()].find(
    group => group.vpcId === vpcId && group.groupName === 'default',
  )!
  aws.account.lambda.mountAccessPoint = mountAccessPoint
  const efs = new EFSClient(aws)
  const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'one' }))
  const root = { Path: '/data', CreationInfo: { OwnerUid: 1000, OwnerGid: 1000, Permissions: '0750' } }
  const PosixUser = { Uid: 1000, Gid: 1000 }
  aws.account.efs.fileSystem(FileSystemId!).state = 'available'
  const target = { FileSystemId, SubnetId, SecurityGroups: [groupId] }
  const { MountTargetId } = await efs.send(new CreateMountTargetCommand(target))
  aws.account.efs.mountTarget(MountTargetId!).state = 'available'
  const point = { ClientToken: 'one', FileSystemId, PosixUser, RootDirectory: root }
  const { AccessPointArn: Arn } = await efs.send(new CreateAccessPointCommand(point))
  await create('shares', source, {
    VpcConfig: { SubnetIds: [SubnetId!], SecurityGroupIds: [groupId] },
    FileSystemConfigs: [{ Arn, LocalMountPath: '/mnt/efs' }],
    Environment: { Variables: { EFS_MOUNT_PATH: '/mnt/efs' } },
  })
  const names = ['one', 'two', 'three']
  const answers = await Promise.all(names.map(name => invoke('shares', { name })))
  t.same(
    answers.map(({ body }) => body),
    names.map(() => '/mnt/efs'),
  )
  const mounted = sentences.filter(sentence => sentence.includes(' has EFS by ')).map(text => text.replace(/ \(.*/, ''))
  t.same(
    mounted.sort(),
    mounts.map(mount => `shares has EFS by ${mount}`),
  )
  t.match(sentences.at(-1), /\(log stream \d{4}\/\d\d\/\d\d\/\[\$LATEST\]\w+\)$/)
  const [own] = await readdir(shared)
  const data = join(shared, own!, FileSystemId!, 'data')
  t.equal(await readFile(join(data, 'two'), 'utf8'), 'two')
  if (process.getuid?.() === 0 && aws.account.lambda.isolation!.name !== 'none') {
    t.equal((await stat(join(data, 'two'))).uid, 1000, 'the access point’s user owns the file')
  }
})
