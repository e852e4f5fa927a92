import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { makeDataFolder, signOfLife } from './data-folder.ts'

/** Makes a data folder in this temporary folder, and checks that all its files are in it and are removed. */
async function makeIn(t: Test, temporary: string, entries: readonly string[]): Promise<void> {
  process.env.TMPDIR = temporary
  const folder = await makeDataFolder()
  const names = readdirSync(temporary)
  t.equal(names.length, 1)
  t.same(readdirSync(join(temporary, names[0]!)).sort(), entries)
  await folder.remove()
  t.same(readdirSync(temporary), [])
}

t.test('a data folder has a socket as its sign of life, and is removed completely', async t => {
  const temporary = mkdtempSync(join(tmpdir(), 'short-'))
  t.teardown(() => rmSync(temporary, { recursive: true }))
  await makeIn(t, temporary, [signOfLife, 'data'])
})

t.test('if the path of a data folder is too long for a socket, no socket is made anywhere', async t => {
  const temporary = join(t.testdir(), 'x'.repeat(100))
  mkdirSync(temporary)
  await makeIn(t, temporary, ['data'])
})
