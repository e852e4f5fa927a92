import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join, relative } from 'node:path'
import t, { type Test } from 'tap'
import { replaceFile } from './replace-file.ts'
import { StagedFile, withStagedFile } from './staged-file.ts'
import { WorkingSet } from './working-set.ts'
import { fileHandlePrototype, mount, openBelow } from './working-set-fixture.ts'

const skip = process.platform === 'linux' ? false : 'only Linux shows which file a descriptor has open'

// Records what is flushed below the mount from now on, in order. A staged file is recorded by the name of its folder.
async function flushes(t: Test, mountPath: string): Promise<string[]> {
  const prototype = await fileHandlePrototype(mountPath)
  const { sync } = prototype
  const flushed: string[] = []
  t.intercept(prototype, 'sync', {
    value(this: FileHandle) {
      const path = relative(mountPath, readlinkSync(`/proc/self/fd/${this.fd}`))
      flushed.push(path.replace(/^(\.staging)\/.*/, '$1'))
      return sync.call(this)
    },
  })
  return flushed
}

t.test('a file is flushed before it replaces another, and its folder is flushed afterwards', { skip }, async t => {
  const { mountPath, workingSet } = mount(t)
  const flushed = await flushes(t, mountPath)
  await withStagedFile(workingSet, async file => {
    await file.write(Buffer.from('content'), 0)
    await file.seal()
    await file.replace(['models', 'sub', 'm'])
  })
  t.same(flushed, ['.staging', 'models/sub'])
})

t.test('a file that can be made again is not flushed', { skip }, async t => {
  const { mountPath, workingSet } = mount(t)
  const flushed = await flushes(t, mountPath)
  await replaceFile(workingSet, ['outputs', 'a.result'], 'content')
  t.equal(readFileSync(join(mountPath, 'outputs/a.result'), 'utf8'), 'content')
  t.same(flushed, [])
})

t.test('a file that can be made again is closed before it has its name, so that NFS has it', { skip }, async t => {
  const { mountPath, workingSet } = mount(t)
  const result = join(mountPath, 'outputs/a.result')
  const call = workingSet.call.bind(workingSet)
  const openWithName: boolean[] = []
  t.intercept(workingSet, 'call', {
    async value(...args: Parameters<typeof call>) {
      const answer = await call(...args)
      if (existsSync(result)) openWithName.push(openBelow(mountPath)!.includes(result))
      return answer
    },
  })
  await replaceFile(workingSet, ['outputs', 'a.result'], 'content')
  t.same(openWithName, [false])
})

t.test('a folder is closed after it was flushed', async t => {
  const { mountPath, workingSet } = mount(t)
  await withStagedFile(workingSet, async file => {
    await file.seal()
    await file.replace(['models', 'm'])
  })
  t.same(openBelow(mountPath) ?? [], [])
})

t.test('a write that takes only a part is continued behind it', async t => {
  const { workingSet } = mount(t)
  const content = Buffer.alloc(20)
  const write = async (data: Buffer, from: number, length: number, position: number) => {
    t.ok(from + length <= data.length)
    return { bytesWritten: data.copy(content, position, from, from + Math.min(length, 3)) }
  }
  const file = new StagedFile(workingSet, workingSet.path('none'), { write } as never)
  await file.write(Buffer.from('12345678'), 7)
  t.equal(content.toString('latin1'), '\0'.repeat(7) + '12345678' + '\0'.repeat(5))
})

t.test('a folder is flushed if a file was created in it, but not if the file was already there', { skip }, async t => {
  const { mountPath, workingSet } = mount(t)
  const flushed = await flushes(t, mountPath)
  const create = () =>
    withStagedFile(workingSet, async file => {
      await file.seal()
      return file.create(['models', 'sub', 'm'])
    })
  t.equal(await create(), true)
  t.same(flushed, ['.staging', 'models/sub'])
  t.equal(await create(), false)
  t.same(flushed, ['.staging', 'models/sub', '.staging'])
})

t.test('a sealed file reports its inode number in full, and is closed once', async t => {
  const { workingSet } = mount(t)
  let closed = 0
  const ino = 2n ** 63n + 1n
  const handle = {
    sync: async () => undefined,
    stat: async (options?: { bigint?: boolean }) =>
      options?.bigint ? { ino, size: 5n } : { ino: Number(ino), size: 5 },
    close: async () => void closed++,
  }
  const file = new StagedFile(workingSet, workingSet.path('none'), handle as never)
  t.same(await file.seal(), { ino: String(ino), bytes: 5 })
  await file.discard()
  t.equal(closed, 1)
})

t.test('once a file has its name, no timer keeps the process alive', async t => {
  const { workingSet } = mount(t)
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  t.equal(timers(), before)
})

t.test('the error about a file in the place of the mount has the file system’s own error', async t => {
  const mountPath = join(t.testdir({ file: '' }), 'file')
  const workingSet = new WorkingSet({ mountPath })
  await t.rejects(replaceFile(workingSet, ['models', 'm'], 'x'), {
    code: 'EFS_UNAVAILABLE',
    message: /ENOTDIR from stat/,
  })
})

t.test('the refusal of a name below a file names the folder that cannot be made', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  writeFileSync(join(mountPath, 'models/a'), '')
  const message = 'On EFS models/a/b is or lies below a file, so it cannot be a folder.'
  await t.rejects(replaceFile(workingSet, ['models', 'a', 'b', 'c'], 'x'), { code: 'INVALID_REQUEST', message })
})
