import { readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { partialName, Superseded } from './rivals.ts'
import { withStagedFile } from './staged-file.ts'
import { fileHandlePrototype, mount } from './working-set-fixture.ts'
import { WorkingSet } from './working-set.ts'

const names = ['models', 'm']

// Writes this content, and calls `between` when only the rename is left to do.
const replace = (workingSet: WorkingSet, content: string, between = async () => {}, target = names) =>
  withStagedFile(
    workingSet,
    async file => {
      await file.write(Buffer.from(content), 0)
      await file.seal()
      await between()
      await file.replace(target)
    },
    target,
  )

t.test('a writer is superseded if another one renames the same file first', async t => {
  const { mountPath, workingSet } = mount(t)
  const late = replace(workingSet, 'old', () => replace(workingSet, 'new'))
  t.ok((await late.catch(error => error)) instanceof Superseded)
  await t.rejects(late, { code: 'EFS_UNAVAILABLE', message: /Another writer replaced models\/m/ })
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'new')
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('writers of different files, and a writer that creates a file, are not superseded', async t => {
  const { mountPath, workingSet } = mount(t)
  await replace(workingSet, 'one', () => replace(workingSet, 'two', undefined, ['models', 'm2']))
  t.same(
    ['m', 'm2'].map(name => readFileSync(join(mountPath, 'models', name), 'utf8')),
    ['one', 'two'],
  )
  const created = withStagedFile(workingSet, async file => {
    await file.seal()
    await replace(workingSet, 'three')
    return file.create(['models', 'm3'])
  })
  t.equal(await created, true)
})

// A working set in which something happens, or is waited for, when a staged file is requested.
class Watched extends WorkingSet {
  asked: (path: string) => Promise<void> | void = () => {}
  #wait: Promise<void> | void = undefined

  override path(...names: readonly string[]): string {
    const path = super.path(...names)
    if (names[0] === '.staging' && names.length === 2) this.#wait = this.asked(path)
    return path
  }

  override call<T>(operation: () => Promise<T>, late?: (answer: T) => void): Promise<T> {
    const wait = this.#wait
    this.#wait = undefined
    return super.call(async () => {
      await wait
      return operation()
    }, late)
  }
}

t.test('a file that can be made only after the deadline is removed', async t => {
  const { mountPath } = mount(t)
  const workingSet = new Watched({ mountPath, deadlineMs: 1500 })
  await replace(workingSet, 'one')
  let comeBack = () => {}
  const gone = new Promise<void>(resolve => (comeBack = resolve))
  let path = ''
  workingSet.asked = asked => {
    path = asked
    return gone
  }
  await t.rejects(replace(workingSet, 'two'), { code: 'EFS_UNAVAILABLE', message: /did not answer within 1500 ms/ })
  const seen = new Set<string | null>()
  const watcher = watch(join(mountPath, '.staging'), (_, name) => seen.add(name))
  t.teardown(() => watcher.close())
  comeBack()
  await eventually('the file is made', () => seen.has(basename(path)))
  await eventually('the file is removed', () => readdirSync(join(mountPath, '.staging')).length === 0)
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'one')
})

t.test('a staging folder that disappears just before it is needed is made again', async t => {
  const { mountPath } = mount(t)
  const workingSet = new Watched({ mountPath })
  let times = 0
  workingSet.asked = () => {
    if (times++ === 0) rmSync(join(mountPath, '.staging'), { recursive: true })
  }
  await replace(workingSet, 'one')
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'one')
})

t.test('a rival that ends meanwhile causes no error', async t => {
  const { mountPath } = mount(t)
  const workingSet = new Watched({ mountPath })
  let own = ''
  workingSet.asked = path => {
    own ||= path
    if (path !== own) rmSync(path, { force: true })
  }
  await replace(workingSet, 'one', async () => writeFileSync(`${own}-of-a-rival`, ''))
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'one')
})

t.test('a writer is superseded if its file was removed, in the way that NFS reports it', async t => {
  const { mountPath, workingSet } = mount(t)
  const prototype = await fileHandlePrototype(mountPath)
  const stale = Object.assign(new Error('stale'), { code: 'ESTALE', errno: -116, syscall: 'fsync' })
  for (const [error, target, superseded] of [
    [stale, names, true],
    [stale, undefined, false],
    [Object.assign(new Error('full'), { code: 'ENOSPC', errno: -28, syscall: 'fsync' }), names, false],
  ] as const) {
    const restore = t.intercept(prototype, 'sync', { value: () => Promise.reject(error) })
    const failed = await withStagedFile(workingSet, file => file.seal(), target).catch(reason => reason)
    restore.restore()
    t.equal(failed instanceof Superseded, superseded)
    t.match(failed, { code: 'EFS_UNAVAILABLE' })
  }
})

t.test('the name of an unfinished file depends on its content and its target, and fits a file system', async t => {
  const name = partialName(names, 'content')
  t.match(name, /\.partial\.[0-9a-f]{64}$/)
  t.equal(name, partialName(names, 'content'))
  t.not(name, partialName(names, 'other'))
  t.not(name, partialName(['models', 'n'], 'content'))
  t.ok(name.length <= 255)
})
