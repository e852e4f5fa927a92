import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteFileSystemCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import t, { type Test } from 'tap'
import { eventually } from '../../../testing/eventually.ts'
import { startLocalAws } from '../../server.ts'
import { mountAccessPoint } from './mount.ts'
import { efsMounts, useSharedMounts } from './shared-mounts.ts'

/** One folder with several names: the same file system, but without a client for each. */
async function mountFolders(t: Test, names = ['a', 'b', 'c']): Promise<{ shared: string; mounts: string[] }> {
  const folder = t.testdir({ shared: {} })
  const shared = join(folder, 'shared')
  for (const name of names) await symlink(shared, join(folder, name))
  return { shared, mounts: names.map(name => join(folder, name)) }
}

/** A local AWS with one subnet, and functions that create and mount file systems. */
async function world(t: Test, mounts: readonly string[]) {
  const sentences: string[] = []
  const aws = await startLocalAws({ efsMounts: mounts, announce: sentence => sentences.push(sentence) })
  t.teardown(() => aws.close())
  const [ec2, efs] = [new EC2Client(aws), new EFSClient(aws)]
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }))
  const fileSystem = async (CreationToken: string) => {
    const FileSystemId = (await efs.send(new CreateFileSystemCommand({ CreationToken }))).FileSystemId!
    aws.account.efs.fileSystem(FileSystemId).state = 'available'
    const made = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: Subnet!.SubnetId }))
    const target = aws.account.efs.mountTarget(made.MountTargetId!)
    target.state = 'available'
    const point = await efs.send(
      new CreateAccessPointCommand({
        ClientToken: CreationToken,
        FileSystemId,
        PosixUser: { Uid: 1000, Gid: 1001 },
        RootDirectory: { Path: '/data', CreationInfo: { OwnerUid: 1000, OwnerGid: 1001, Permissions: '0750' } },
      }),
    )
    const mount = () =>
      mountAccessPoint(aws.account, {
        accessPointArn: point.AccessPointArn!,
        subnetIds: [Subnet!.SubnetId!],
        securityGroupIds: target.securityGroupIds,
        identity: aws.account.iam.holder(aws.credentials.accessKeyId)!.identity,
      })
    const remove = async () => {
      aws.account.efs.mountTargets.delete(target.mountTargetId)
      await efs.send(new DeleteFileSystemCommand({ FileSystemId }))
    }
    return { FileSystemId, mount, remove }
  }
  return { aws, sentences, fileSystem }
}

t.test('mounts are used in turn, and each has the access point’s root, user, owner and permissions', async t => {
  const { shared, mounts } = await mountFolders(t)
  const { aws, sentences, fileSystem } = await world(t, mounts)
  const [own] = await readdir(shared)
  t.same(await readdir(join(shared, own!)), [], 'the check of the mounts leaves no file')
  t.equal((await stat(join(shared, own!))).mode & 0o777, 0o700, 'functions cannot reach it in another way')
  t.equal(
    sentences.at(-1),
    `EFS is one folder, mounted at ${mounts.map(mount => join(mount, own!)).join(', ')}; environments use these mounts in turn`,
  )
  const { FileSystemId, mount } = await fileSystem('one')
  // All at the same time: no mount gets a root directory without its owner and permissions.
  const mounted = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const { directory, ...rest } = await mount()
      const { mode, uid, gid } = await stat(directory)
      if (process.getuid?.() === 0) t.same([uid, gid], [1000, 1001])
      t.equal(mode & 0o777, 0o750)
      return { directory, ...rest }
    }),
  )
  t.same(
    mounted,
    [0, 1, 2, 0].map(number => ({
      directory: join(mounts[number]!, own!, FileSystemId, 'data'),
      client: mounts[number],
      uid: 1000,
      gid: 1001,
      readOnly: false,
    })),
  )
  await writeFile(join(mounted[0]!.directory, 'note'), 'by the first')
  t.equal(await readFile(join(mounted[1]!.directory, 'note'), 'utf8'), 'by the first')
  t.same(await readdir(aws.account.settings.dataDir), [], 'no file is on the local disk')
})

t.test('a deleted file system is removed from the mounts, and everything when the local AWS ends', async t => {
  const { shared, mounts } = await mountFolders(t)
  await writeFile(join(shared, 'of somebody else'), '')
  const { aws, fileSystem } = await world(t, mounts)
  const other = await world(t, mounts)
  const [first, second] = [await fileSystem('first'), await fileSystem('second')]
  for (const { mount } of [first, second]) await writeFile(join((await mount()).directory, 'note'), '')
  const own = join(shared, basename(aws.account.efs.folders[0]!))
  t.same((await readdir(own)).sort(), [first.FileSystemId, second.FileSystemId].sort())
  await first.remove()
  t.same(await readdir(own), [second.FileSystemId])
  await aws.close()
  const theirs = basename(other.aws.account.efs.folders[0]!)
  t.same((await readdir(shared)).sort(), ['of somebody else', theirs].sort(), 'two local AWSs do not share a folder')
})

t.test('a path without a mount, or a mount of another file system, is refused, and no file is left', async t => {
  const folder = t.testdir({ one: {}, two: {}, file: 'x', locked: {} })
  const at = (name: string) => join(folder, name)
  const unusable = (text: string) => ({
    code: 'EFS_MOUNT_UNUSABLE',
    message: text,
    nextStep: 'Give absolute paths of mounted folders that you may write, with commas between them and no blanks.',
  })
  for (const [directories, refusal] of [
    [['mnt/a'], unusable('"mnt/a" as a mount for EFS is no absolute path')],
    [[at('one'), ''], unusable('"" as a mount for EFS is no absolute path')],
    [[at('one'), at('file')], unusable(`"${at('file')}" as a mount for EFS is no folder`)],
    [
      [at('one'), at('none')],
      {
        code: 'EFS_MOUNT_UNUSABLE',
        message: /none" as a mount for EFS cannot be used: ENOENT/,
        cause: { code: 'ENOENT', path: at('none') },
      },
    ],
  ] as const) {
    await t.rejects(useSharedMounts(directories), refusal)
    t.same(await readdir(at('one')), [])
  }
  // Long enough for a busy machine to answer each call.
  await t.rejects(useSharedMounts([at('one'), at('two')], { deadlineMs: 1500 }), {
    code: 'EFS_MOUNTS_DIFFER',
    message: `A file that was made in ${at('one')} does not appear in ${at('two')} within 1.5 s: they are not mounts of the same file system.`,
    nextStep: 'Give mounts of the same directory of the same NFS server.',
  })
  t.same(await readdir(at('one')), [])
  await t.rejects(startLocalAws({ efsMounts: ['mnt/a'] }), { code: 'EFS_MOUNT_UNUSABLE' })
})

t.test('a mount may show a file late that was created through another one', async t => {
  const folder = t.testdir({ one: {}, two: {} })
  const [one, two] = ['one', 'two'].map(name => join(folder, name))
  // Only the duration counts, not the age of the process.
  const { now } = performance
  t.intercept(performance, 'now', { value: () => now.call(performance) + 1_000_000 })
  const used = useSharedMounts([one!, two!])
  const own = await eventually('it has made its folder and a file', async () => {
    const [name = ''] = await readdir(one!)
    return (await readdir(join(one!, name))).includes('marker') ? name : ''
  })
  // The first attempt finds a pipe, which shows that somebody reads; by the next attempt the file exists.
  await mkdir(join(two!, own))
  const [early, late] = [join(two!, own, 'marker'), join(two!, own, 'late')]
  execFileSync('mkfifo', [early])
  const pipe = await eventually('the file is read', () => {
    try {
      return openSync(early, constants.O_WRONLY | constants.O_NONBLOCK)
    } catch {
      return 0
    }
  })
  await copyFile(join(one!, own, 'marker'), late)
  await rename(late, early)
  closeSync(pipe)
  t.same((await used).folders, [join(one!, own), join(two!, own)])
})

t.test('mounts that answer leave no timer that would keep the process alive', async t => {
  const { mounts } = await mountFolders(t)
  const timers = () => process.getActiveResourcesInfo().filter(type => type === 'Timeout').length
  const before = timers()
  const { remove } = await useSharedMounts(mounts)
  t.equal(timers(), before)
  await remove()
})

t.test('a mount that does not answer is refused after a while, and keeps no process alive', async t => {
  const silent = join(t.testdir(), 'silent')
  // A reader of the pipe waits until somebody writes into it.
  execFileSync('mkfifo', [silent])
  await t.rejects(useSharedMounts([silent], { deadlineMs: 200 }), {
    code: 'EFS_MOUNT_UNUSABLE',
    message: `"${silent}" as a mount for EFS cannot be used: no answer within 0.2 s`,
  })
  // Not by opening the pipe, which would end the wait of that process.
  if (process.platform === 'linux') await eventually('no process opens it any more', () => naming(silent).length === 0)
  else t.comment('only Linux has /proc, in which that process is looked for')
})

/** The processes whose command line has this text. */
function naming(text: string): string[] {
  return readdirSync('/proc').filter(name => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)
    } catch {
      return false // it has ended
    }
  })
}

t.test('a read-only mount is refused', { skip: process.platform !== 'linux' && 'no /proc' }, async t => {
  await t.rejects(useSharedMounts(['/proc']), {
    code: 'EFS_MOUNT_UNUSABLE',
    message: /^"\/proc" .* cannot be used: E/,
  })
})

t.test('LOCAL_AWS_EFS_MOUNTS lists the mounts, and without it there are none', async t => {
  t.same(efsMounts({}), [])
  t.same(efsMounts({ LOCAL_AWS_EFS_MOUNTS: '' }), [])
  for (const list of ['/mnt/a,/mnt/b', ' /mnt/a, /mnt/b\n']) {
    t.same(efsMounts({ LOCAL_AWS_EFS_MOUNTS: list }), ['/mnt/a', '/mnt/b'])
  }
  const { shared, mounts } = await mountFolders(t)
  process.env.LOCAL_AWS_EFS_MOUNTS = mounts.join(',')
  t.teardown(() => delete process.env.LOCAL_AWS_EFS_MOUNTS)
  const aws = await startLocalAws()
  t.equal((await readdir(shared)).length, 1)
  t.equal(aws.account.efs.folders.length, 3)
  await aws.close()
  t.same(await readdir(shared), [])
})
