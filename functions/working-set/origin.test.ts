import { existsSync, mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type FileVersion, findFile } from './file-version.ts'
import { parseKey } from './key.ts'
import { readOrigin, writeOrigin } from './origin.ts'
import { mount } from './working-set-fixture.ts'

const key = parseKey('models/m')
const etag = '"1"'
const sha256 = 'abc'

// Makes a copy on EFS and the record of its origin.
async function recorded(t: Test) {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  const path = join(mountPath, 'models/m')
  writeFileSync(path, 'copy')
  const copy = (await findFile(workingSet, key.path)) as FileVersion
  await writeOrigin(workingSet, key, { etag, sha256, ino: copy.ino })
  const record = join(mountPath, '.origins', `${key.fileId}.json`)
  const found = async () => readOrigin(workingSet, key, (await findFile(workingSet, key.path)) as FileVersion)
  return { workingSet, path, copy, record, found }
}

t.test('a record says which object the file is a copy of', async t => {
  const { copy, found } = await recorded(t)
  t.same(await found(), { key: 'models/m', etag, sha256, copy })
})

t.test('a record of a file that is no longer there is treated as missing', async t => {
  for (const change of ['another inode', 'another size', 'another time']) {
    const { path, found } = await recorded(t)
    const { atime, mtime } = statSync(path)
    if (change === 'another inode') {
      writeFileSync(`${path}.new`, 'copy')
      renameSync(`${path}.new`, path)
    } else if (change === 'another size') writeFileSync(path, 'longer')
    if (change === 'another time') utimesSync(path, atime, new Date(0))
    else utimesSync(path, atime, mtime)
    t.equal(await found(), undefined, change)
  }
})

t.test('a record of another key, or an unreadable record, is treated as missing', async t => {
  const { record, found } = await recorded(t)
  const written = readFileSync(record, 'utf8')
  for (const content of [written.replace('models/m', 'models/n'), '', '{', '{}', 'null']) {
    writeFileSync(record, content)
    t.equal(await found(), undefined, content)
  }
  writeFileSync(record, written)
  t.match(await found(), { etag })
})

t.test('a writer whose copy was replaced meanwhile writes no record', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  await writeOrigin(workingSet, key, { etag, sha256, ino: '1' })
  t.notOk(existsSync(join(mountPath, '.origins')), 'there is no copy')
  writeFileSync(join(mountPath, 'models/m'), 'of another writer')
  await writeOrigin(workingSet, key, { etag, sha256, ino: '1' })
  t.notOk(existsSync(join(mountPath, '.origins')), 'the copy is of another writer')
})

t.test('a record counts only if its ETag is one value that If-None-Match can carry', async t => {
  const { record, found } = await recorded(t)
  const written = JSON.parse(readFileSync(record, 'utf8'))
  const foundWith = async (etag: string) => {
    writeFileSync(record, JSON.stringify({ ...written, etag }))
    return (await found())?.etag
  }
  for (const etag of ['"1"', '1', '', '*a', '"*"', '!', '~', 'a'.repeat(1024)]) t.equal(await foundWith(etag), etag)
  for (const etag of ['*', '"1", "2"', '"1"\n', '\n"1"', ' "1"', '"ü"', 'a'.repeat(1025)]) {
    t.equal(await foundWith(etag), undefined, JSON.stringify(etag))
  }
})
