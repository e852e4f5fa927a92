import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import { readCachedZip, writeCachedZip } from './zip-cache.ts'

const built = (text: string) => {
  const content = Buffer.from(text)
  return { content, sha256: createHash('sha256').update(content).digest('hex'), unzippedBytes: 2 * content.length }
}

t.test('a zip is found under the key under which it was stored, and under no other', async t => {
  const folder = join(t.testdir(), 'made/when/needed')
  t.equal(await readCachedZip(folder, 'key'), undefined)
  await writeCachedZip(folder, 'key', built('a zip'))
  t.same(await readCachedZip(folder, 'key'), built('a zip'))
  for (const other of ['ke', 'key-', 'key2', 'ey']) t.equal(await readCachedZip(folder, other), undefined, other)
})

t.test('a damaged entry counts as none, and is replaced', async t => {
  const folder = t.testdir()
  await writeCachedZip(folder, 'key', built('a zip'))
  const [name] = readdirSync(folder)
  for (const damaged of ['a zi', 'a zap', '', 'a zip and more']) {
    writeFileSync(join(folder, name!), damaged)
    t.equal(await readCachedZip(folder, 'key'), undefined, damaged)
    await writeCachedZip(folder, 'key', built('a zip'))
    t.same(await readCachedZip(folder, 'key'), built('a zip'))
    t.same(readdirSync(folder), [name])
  }
})

t.test('the twelve entries that were stored or read last are kept', async t => {
  const folder = t.testdir()
  for (let number = 1; number <= 12; number++) {
    await writeCachedZip(folder, `key${number}`, built(`zip ${number}`))
    const entry = readdirSync(folder).find(name => name.startsWith(`key${number}-`))!
    utimesSync(join(folder, entry), number, number)
  }
  t.ok(await readCachedZip(folder, 'key1'))
  writeFileSync(join(folder, 'left by a process that was killed'), '')
  utimesSync(join(folder, 'left by a process that was killed'), 0, 0)
  await writeCachedZip(folder, 'key13', built('zip 13'))

  t.equal(readdirSync(folder).length, 12)
  t.same(await readCachedZip(folder, 'key1'), built('zip 1'), 'it was used a moment ago')
  t.equal(await readCachedZip(folder, 'key2'), undefined)
  t.ok(await readCachedZip(folder, 'key3'))
  t.ok(await readCachedZip(folder, 'key13'))
})

t.test('a just stored entry is kept, even if all others seem to have been used later', async t => {
  const folder = t.testdir()
  const later = Date.now() / 1000 + 60
  for (let number = 1; number <= 12; number++) {
    await writeCachedZip(folder, `key${number}`, built(`zip ${number}`))
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), later, later)
  }
  await writeCachedZip(folder, 'last', built('last'))
  t.same(await readCachedZip(folder, 'last'), built('last'))
  t.equal(readdirSync(folder).length, 12)
})

t.test('an entry that another process removes does not keep the next one', async t => {
  const folder = t.testdir()
  for (let number = 1; number <= 12; number++) {
    const name = join(folder, `old${number}`)
    writeFileSync(name, '')
    utimesSync(name, number, number)
  }
  const { stat } = fs
  t.teardown(() => {
    Object.assign(fs, { stat })
    syncBuiltinESMExports()
  })
  const removedMeanwhile = join(folder, 'old2')
  const describe = async (path: string) => {
    const described = await stat(path)
    if (path === removedMeanwhile) rmSync(path)
    return described
  }
  Object.assign(fs, { stat: describe })
  syncBuiltinESMExports()
  writeFileSync(join(folder, 'newest'), '')
  await writeCachedZip(folder, 'key', built('a zip'))
  const left = readdirSync(folder)
  t.equal(left.length, 12)
  t.same(
    left.filter(name => /^old[12]$/.test(name)),
    [],
    'the oldest one is gone too',
  )
})

t.test('simultaneous stores and reads find complete zips or none', async t => {
  const folder = t.testdir()
  const keys = Array.from({ length: 40 }, (_, index) => `key${index % 20}`)
  await Promise.all(
    keys.map(async key => {
      await writeCachedZip(folder, key, built(key))
      const found = await readCachedZip(folder, key)
      if (found) t.same(found, built(key))
    }),
  )
  await writeCachedZip(folder, 'last', built('last'))
  // When several processes remove old entries, one may not see another's new entry, so fewer than twelve can be left.
  const stay = readdirSync(folder).length
  t.ok(stay <= 12, `${stay}`)
  t.same(await readCachedZip(folder, 'last'), built('last'))
})

t.test('a folder that refuses access is no error', async t => {
  const folder = t.testdir({ file: 'not a folder' })
  await writeCachedZip(join(folder, 'file'), 'key', built('a zip'))
  t.equal(await readCachedZip(join(folder, 'file'), 'key'), undefined)
  t.equal(readFileSync(join(folder, 'file'), 'utf8'), 'not a folder')
})

// The superuser may write anywhere.
t.test(
  'entries of a read-only folder are used',
  { skip: process.getuid?.() === 0 && 'root may write everywhere' },
  async t => {
    const folder = join(t.testdir(), 'cache')
    mkdirSync(folder)
    await writeCachedZip(folder, 'key', built('a zip'))
    chmodSync(folder, 0o500)
    try {
      t.same(await readCachedZip(folder, 'key'), built('a zip'))
      await writeCachedZip(folder, 'other', built('another'))
      t.equal(readdirSync(folder).length, 1)
    } finally {
      // tap removes the folder afterwards.
      chmodSync(folder, 0o700)
    }
  },
)

t.test('a fault of the program is not taken for one of the folder', async t => {
  const noZip = undefined as unknown as ReturnType<typeof built>
  await t.rejects(writeCachedZip(t.testdir(), 'key', noZip), TypeError)
})
