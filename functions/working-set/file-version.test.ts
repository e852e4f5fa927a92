import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type FileVersion, findFile, sameVersion } from './file-version.ts'
import { mount, openBelow } from './working-set-fixture.ts'

t.test('two versions are the same if inode, size and time are, and differ if any one of them does', async t => {
  const version: FileVersion = { ino: '1', bytes: 2, mtimeNs: '3' }
  t.ok(sameVersion(version, { ...version }))
  for (const other of [{ ino: '2' }, { bytes: 3 }, { mtimeNs: '4' }])
    t.notOk(sameVersion(version, { ...version, ...other }))
})

t.test('findFile finds a file with its size, a folder as a folder, and nothing if the path is missing', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models/sub'), { recursive: true })
  writeFileSync(join(mountPath, 'models/a'), 'abc')
  t.match(await findFile(workingSet, ['models', 'a']), { ino: /^\d+$/, bytes: 3, mtimeNs: /^\d{19}$/ })
  t.equal(await findFile(workingSet, ['models', 'sub']), 'folder')
  t.equal(await findFile(workingSet, ['models', 'b']), undefined)
  t.equal(await findFile(workingSet, ['none', 'b']), undefined)
  t.equal(await findFile(workingSet, ['models', 'a', 'b']), undefined, 'below a file nothing is')
})

t.test('a mount that is gone or is not a folder is EFS_UNAVAILABLE, not a missing file', async t => {
  const { mountPath, workingSet } = mount(t)
  rmSync(mountPath, { recursive: true })
  await t.rejects(findFile(workingSet, ['models', 'a']), { code: 'EFS_UNAVAILABLE', message: /ENOENT/ })
  writeFileSync(mountPath, '')
  await t.rejects(findFile(workingSet, ['models', 'a']), { code: 'EFS_UNAVAILABLE', message: /ENOTDIR/ })
})

t.test('a lookup of files leaves none of them open', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  writeFileSync(join(mountPath, 'models/a'), 'abc')
  for (const name of ['a', 'b']) await findFile(workingSet, ['models', name])
  t.same(openBelow(mountPath) ?? [], [])
})
