import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { eventually } from '../../tools/testing/eventually.ts'
import { AskedFolders, readFresh } from './fresh-file.ts'
import { mount, openBelow } from './working-set-fixture.ts'

// An error as Node throws it. Node has no name for ESTALE.
const errorOf = (name: 'ESTALE' | 'EIO' | 'EBADF' | 'EACCES', syscall: string) => {
  const errno = -constants.errno[name]
  const code = name === 'ESTALE' ? `Unknown system error ${errno}` : name
  return Object.assign(new Error(`${code}, ${syscall}`), { code, errno, syscall })
}

// A file that fails this many reads, each time because it was replaced, and the content of the last read.
function replacedWhileRead(t: Test, failures: number, error = errorOf('ESTALE', 'read')) {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  const path = join(mountPath, 'models/m')
  const store = (content: string) => {
    writeFileSync(`${path}.new`, content)
    renameSync(`${path}.new`, path)
  }
  store('0')
  let reads = 0
  const read = async (handle: FileHandle) => {
    const text = await workingSet.call(() => handle.readFile('utf8'))
    if (reads++ === failures) return text
    store(`${reads}`)
    return workingSet.call(() => Promise.reject(error))
  }
  const readFile = (asked?: AskedFolders) => readFresh(workingSet, ['models', 'm'], read, asked)
  return { workingSet, mountPath, read: readFile, reads: () => reads }
}

t.test('a file that is replaced during its read is read again from its beginning', async t => {
  for (const name of ['ESTALE', 'EIO', 'EBADF'] as const) {
    const { mountPath, read } = replacedWhileRead(t, 4, errorOf(name, 'read'))
    t.equal(await read(), '4')
    t.same(openBelow(mountPath) ?? [], [])
  }
})

t.test(
  'a file that is replaced at each of five attempts is EFS_UNAVAILABLE, and the message has the system’s error',
  async t => {
    const { mountPath, read, reads } = replacedWhileRead(t, 5)
    await t.rejects(read(), { code: 'EFS_UNAVAILABLE', message: /ESTALE from read/ })
    t.equal(reads(), 5)
    t.same(openBelow(mountPath) ?? [], [])
  },
)

t.test('folders that were asked for before a file was replaced are asked for again afterwards', async t => {
  const { workingSet, mountPath, read } = replacedWhileRead(t, 1)
  const opened: string[] = []
  const { path } = workingSet
  workingSet.path = (...names) => (opened.push(names.join('/')), path.call(workingSet, ...names))
  const asked = new AskedFolders(workingSet)
  t.equal(await asked.have(['models']), true)
  t.equal(await read(asked), '1')
  t.same(opened, ['', 'models', 'models/m', '', 'models', 'models/m'])
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
})

t.test('after any other error the read is not tried again', async t => {
  const refused = replacedWhileRead(t, 5, errorOf('EACCES', 'read'))
  await t.rejects(refused.read(), { code: 'EFS_UNAVAILABLE', message: /EACCES from read/ })
  t.equal(refused.reads(), 1)
  const { workingSet } = mount(t)
  await t.rejects(
    readFresh(workingSet, [], () => Promise.reject(errorOf('ESTALE', 'write'))),
    { syscall: 'write' } as never,
    'of a file elsewhere',
  )
})

t.test('if closing a file fails, the content that was read still counts', async t => {
  const { mountPath, workingSet } = mount(t)
  writeFileSync(join(mountPath, 'm'), 'content')
  const read = async (handle: FileHandle) => {
    const text = await workingSet.call(() => handle.readFile('utf8'))
    await handle.close()
    handle.close = () => Promise.reject(errorOf('ESTALE', 'close'))
    return text
  }
  t.equal(await readFresh(workingSet, ['m'], read), 'content')
})

t.test('a lone reader waits until its file is closed; readers of several files do not', async t => {
  const { mountPath, workingSet } = mount(t)
  writeFileSync(join(mountPath, 'm'), 'content')
  const events: string[] = []
  let closed = () => {}
  workingSet.release = handle =>
    new Promise<void>(resolve => {
      closed = () => void handle.close().then(() => (events.push('closed'), resolve()))
      if (!asked) setImmediate(closed)
    })
  const read = (handle: FileHandle) => handle.readFile('utf8')
  let asked: AskedFolders | undefined
  await readFresh(workingSet, ['m'], read, asked)
  events.push('read')
  t.same(events, ['closed', 'read'])
  asked = new AskedFolders(workingSet)
  t.equal(await readFresh(workingSet, ['m'], read, asked), 'content', 'nobody has closed it yet')
  t.same(events, ['closed', 'read'])
  closed()
  await eventually('the second file is closed', () => events.length === 3)
})

t.test('folders are distinguished by their whole path', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'a/b'), { recursive: true })
  const asked = new AskedFolders(workingSet)
  t.equal(await asked.have(['a', 'b']), true)
  t.equal(await asked.have(['ab']), false)
})
