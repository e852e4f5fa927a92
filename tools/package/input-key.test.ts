import fs, { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { inputKey } from './input-key.ts'

const target = { platform: 'linux', arch: 'x64' } as const

/** Returns the key of two files, and how many of them were opened for it. */
function keys(t: Test) {
  const folder = t.testdir({ a: 'first', b: 'second' })
  const files = new Set([join(folder, 'a'), join(folder, 'b')])
  let opened = 0
  const { openSync } = fs
  t.teardown(() => {
    fs.openSync = openSync
    syncBuiltinESMExports()
  })
  return {
    folder,
    key: () => {
      fs.openSync = (...words) => {
        opened += 1
        return openSync(...words)
      }
      syncBuiltinESMExports()
      opened = 0
      const key = inputKey({ files, facts: [] }, target)
      fs.openSync = openSync
      syncBuiltinESMExports()
      return { key, opened }
    },
  }
}

/** Lets the files of the test be an hour old. */
function anHourLater(t: Test): void {
  const { now } = Date
  Date.now = () => now() + 3_600_000
  t.teardown(() => (Date.now = now))
}

t.test('files that were read are read again only if they have changed', async t => {
  const { folder, key } = keys(t)
  anHourLater(t)
  const first = key()
  t.equal(first.opened, 2)
  t.same(key(), { key: first.key, opened: 0 })

  const a = join(folder, 'a')
  const { atime, mtime, ctimeMs } = statSync(a)
  // Until the clock of the file system has moved on.
  while (statSync(a).ctimeMs === ctimeMs) {
    writeFileSync(a, 'First')
    utimesSync(a, atime, mtime)
  }
  const changed = key()
  t.equal(changed.opened, 1, 'length and time are as before')
  t.not(changed.key, first.key)

  writeFileSync(join(folder, 'c'), readFileSync(a))
  renameSync(join(folder, 'c'), a)
  t.same(key(), { key: changed.key, opened: 1 }, 'another file with the same content')
})

t.test('files that have just changed are read each time, since they may change again without a trace', async t => {
  const { key } = keys(t)
  const first = key()
  t.same(key(), { key: first.key, opened: 2 })
})

t.test('the order of the files and of the facts does not count, their content does', async t => {
  const folder = t.testdir({ a: 'first', b: 'second' })
  const [a, b] = [join(folder, 'a'), join(folder, 'b')]
  const key = (files: string[], ...facts: string[]) => inputKey({ files: new Set(files), facts }, target)
  const all = key([a, b], 'x', 'y')
  t.match(all, /^[0-9a-f]{32}$/)
  t.equal(key([b, a], 'y', 'x'), all)
  for (const other of [key([a], 'x', 'y'), key([a, b], 'x'), key([a, b], 'x', 'z')]) t.not(other, all)
})

t.test('every file that is opened is closed, also what cannot be read', async t => {
  const folder = t.testdir({ a: 'first', sub: {} })
  const open = new Set<number>()
  let opened = 0
  const { openSync, closeSync } = fs
  t.teardown(() => {
    Object.assign(fs, { openSync, closeSync })
    syncBuiltinESMExports()
  })
  fs.openSync = (...words) => {
    const file = openSync(...words)
    opened += 1
    open.add(file)
    return file
  }
  fs.closeSync = file => {
    open.delete(file)
    closeSync(file)
  }
  syncBuiltinESMExports()
  inputKey({ files: new Set([join(folder, 'a')]), facts: [] }, target)
  const sub = new Set([join(folder, 'sub')])
  t.throws(() => inputKey({ files: sub, facts: [] }, target), { code: 'EISDIR' })
  t.equal(opened, 2)
  t.same([...open], [])
})
