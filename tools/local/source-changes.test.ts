import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { within } from '../testing/eventually.ts'
import { watchSources } from './source-changes.ts'

t.test('saved sources are reported together and in order, and other files are not', async t => {
  const folder = t.testdir({ producer: { parts: {} }, 'index.ts': '' })
  const stop = new AbortController()
  const changes = await watchSources(folder, stop.signal)
  const save = (...paths: string[]) => Promise.all(paths.map(path => writeFile(join(folder, path), 'saved')))
  await save('.index.ts', 'index.ts.swp', 'index.test.ts', 'aws-fixture.ts', 'notes.md', 'index.mts', 'index.tsx')
  await save('producer/parts/z.ts', 'index.ts', 'producer/limits.json', 'test.ts', 'fixture.ts')
  const { setTimeout: real } = globalThis
  const pauses: unknown[] = []
  globalThis.setTimeout = ((work: () => void, ms: number) => (pauses.push(ms), real(work, ms))) as never
  t.teardown(() => void (globalThis.setTimeout = real))
  const saved = await within('the sources are saved', changes.next())
  t.ok(pauses.includes(60), 'an editor has time to finish')
  t.same(saved, ['fixture.ts', 'index.ts', 'producer/limits.json', 'producer/parts/z.ts', 'test.ts'])

  await mkdir(join(folder, 'late'))
  await save('index.ts')
  t.same(await within('the next save', changes.next()), ['index.ts'], 'each save is reported once')
  await save('late/a.ts')
  t.same(await within('a source in the new folder', changes.next()), ['late/a.ts'])
  await rm(join(folder, 'late'), { recursive: true })
  await within('the removed source', changes.next())
  await writeFile(join(folder, '.new'), 'saved')
  await rename(join(folder, '.new'), join(folder, 'index.ts'))
  t.same(await within('a replaced source', changes.next()), ['index.ts'])

  const waiting = changes.next()
  stop.abort()
  t.equal(await within('the end', waiting), undefined)
  t.equal(await within('the end again', changes.next()), undefined)
})

t.test('a watch that was stopped before it began reports its end', async t => {
  const changes = await watchSources(t.testdir(), AbortSignal.abort())
  t.equal(await within('the end', changes.next()), undefined)
})
