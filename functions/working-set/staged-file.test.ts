import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { replaceFile } from './replace-file.ts'
import { type StagedFile, withStagedFile } from './staged-file.ts'
import { mount, openBelow } from './working-set-fixture.ts'
import type { WorkingSet } from './working-set.ts'

t.test('the first write makes the folders of the working set, and no others', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a.result'], 'done')
  t.same(readdirSync(mountPath).sort(), ['.origins', '.staging', 'inputs', 'models', 'outputs'])
  t.equal(readFileSync(join(mountPath, 'outputs/a.result'), 'utf8'), 'done')
})

t.test('a later write makes the folders again if they were removed', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a.result'], 'done')
  for (const folder of readdirSync(mountPath)) rmSync(join(mountPath, folder), { recursive: true })
  await replaceFile(workingSet, ['outputs', 'a.result'], 'again')
  t.same(readdirSync(mountPath).sort(), ['.origins', '.staging', 'inputs', 'models', 'outputs'])
  t.equal(readFileSync(join(mountPath, 'outputs/a.result'), 'utf8'), 'again')
})

t.test('a missing mount is never made', async t => {
  const { mountPath, workingSet } = mount(t)
  rmdirSync(mountPath)
  await t.rejects(replaceFile(workingSet, ['outputs', 'a.result'], 'done'), { code: 'EFS_UNAVAILABLE' })
  t.notOk(existsSync(mountPath))
})

t.test('a file gets its name only once it is complete', async t => {
  const { mountPath, workingSet } = mount(t)
  await withStagedFile(workingSet, async file => {
    await file.write(Buffer.from('part'), 0)
    t.notOk(existsSync(join(mountPath, 'models/a')))
    t.equal(readdirSync(join(mountPath, '.staging')).length, 1)
    await file.seal()
    await file.replace(['models', 'a'])
  })
  t.ok(existsSync(join(mountPath, 'models/a')))
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('work that fails leaves no staging file', async t => {
  const { mountPath, workingSet } = mount(t)
  await t.rejects(
    withStagedFile(workingSet, async file => {
      await file.write(Buffer.from('part'), 0)
      throw new Error('changed my mind')
    }),
    /changed my mind/,
  )
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('a replacement is a new file, and a reader that has the old one open keeps it', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a'], 'one')
  const before = statSync(join(mountPath, 'outputs/a')).ino
  await replaceFile(workingSet, ['outputs', 'a'], 'two')
  t.not(statSync(join(mountPath, 'outputs/a')).ino, before)
})

// Writes the content, and gives the file its name unless the name is taken.
function create(
  workingSet: WorkingSet,
  names: readonly string[],
  content: string,
  before = async (_file: StagedFile) => {},
) {
  return withStagedFile(workingSet, async file => {
    await file.write(Buffer.from(content), 0)
    await file.seal()
    await before(file)
    return file.create(names)
  })
}

t.test('exactly one of several writers of a name creates the file, and its content stays', async t => {
  const { mountPath, workingSet } = mount(t)
  const created = await Promise.all(['a', 'b', 'c'].map(content => create(workingSet, ['models', 'm'], content)))
  t.same(created.filter(Boolean), [true])
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'abc'[created.indexOf(true)])
  t.equal(await create(workingSet, ['models', 'm'], 'late'), false)
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

t.test('a link that worked but whose answer was lost counts as a creation', async t => {
  const { mountPath, workingSet } = mount(t)
  const linked = async () => {
    const [name] = readdirSync(join(mountPath, '.staging'))
    linkSync(join(mountPath, '.staging', name!), join(mountPath, 'models/m'))
  }
  t.equal(await create(workingSet, ['models', 'm'], 'once', linked), true)
})

// Writes a file and gives it the name models/m. Between the two, `happens` acts on the staged file.
function replaceAfter(mountPath: string, workingSet: WorkingSet, happens: (path: string) => void) {
  return withStagedFile(workingSet, async file => {
    await file.write(Buffer.from('once'), 0)
    await file.seal()
    const [name] = readdirSync(join(mountPath, '.staging'))
    happens(join(mountPath, '.staging', name!))
    await file.replace(['models', 'm'])
  })
}

t.test('a rename that worked but whose answer was lost counts as a replacement', async t => {
  const { mountPath, workingSet } = mount(t)
  const path = join(mountPath, 'models/m')
  await replaceAfter(mountPath, workingSet, staged => renameSync(staged, path))
  t.equal(readFileSync(path, 'utf8'), 'once')
})

t.test('a file that is removed before it has its name is EFS_UNAVAILABLE, and the previous file stays', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['models', 'm'], 'before')
  let path = ''
  const replaced = replaceAfter(mountPath, workingSet, staged => rmSync((path = staged)))
  await t.rejects(replaced, { code: 'EFS_UNAVAILABLE' })
  await t.rejects(replaced, { message: `${path} was removed before it had its name.` })
  t.equal(readFileSync(join(mountPath, 'models/m'), 'utf8'), 'before')
})

t.test('a file may be created or replaced in a folder that does not exist yet', async t => {
  const { mountPath, workingSet } = mount(t)
  t.equal(await create(workingSet, ['models', 'a', 'b', 'm'], 'deep'), true)
  await replaceFile(workingSet, ['models', 'c', 'd', 'm'], 'deep')
  for (const path of ['models/a/b/m', 'models/c/d/m']) t.equal(readFileSync(join(mountPath, path), 'utf8'), 'deep')
})

t.test('a key below a file, where no folder can be, is refused as a fault of the key', async t => {
  const { workingSet } = mount(t)
  await replaceFile(workingSet, ['models', 'a'], 'file')
  for (const names of [
    ['models', 'a', 'b'],
    ['models', 'a', 'b', 'c'],
  ]) {
    const refused = { code: 'INVALID_REQUEST', message: /On EFS models\/a.* is or lies below a file/ }
    await t.rejects(replaceFile(workingSet, names, 'x'), refused)
  }
})

t.test('a file in the place of a folder of the working set is EFS_UNAVAILABLE', async t => {
  const { mountPath, workingSet } = mount(t)
  writeFileSync(join(mountPath, 'outputs'), 'in the way')
  await t.rejects(replaceFile(workingSet, ['outputs', 'a'], 'x'), {
    code: 'EFS_UNAVAILABLE',
    message: /outputs is a file/,
  })
})

t.test('a sealed file is closed and identified by its inode and size', async t => {
  const { mountPath, workingSet } = mount(t)
  await withStagedFile(workingSet, async file => {
    await file.write(Buffer.from('12'), 0)
    await file.write(Buffer.from('345'), 2)
    const sealed = await file.seal()
    t.same(openBelow(mountPath) ?? [], [])
    await file.replace(['models', 'm'])
    t.same(sealed, { ino: String(statSync(join(mountPath, 'models/m'), { bigint: true }).ino), bytes: 5 })
  })
})

t.test('no file stays open after success or after failure', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a'], 'done')
  await t.rejects(
    withStagedFile(workingSet, async () => {
      throw new Error('changed my mind')
    }),
  )
  t.same(openBelow(mountPath) ?? [], [])
})

t.test('discarding a file that has its name does not remove a later file under its staged name', async t => {
  const { mountPath, workingSet } = mount(t)
  let successor = ''
  await withStagedFile(workingSet, async file => {
    await file.seal()
    const [name] = readdirSync(join(mountPath, '.staging'))
    await file.replace(['models', 'm'])
    successor = join(mountPath, '.staging', name!)
    writeFileSync(successor, 'of somebody else')
  })
  t.ok(existsSync(successor))
})
