import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { eventually } from '../../../tools/testing/eventually.ts'
import { fileHandlePrototype, mount, openBelow } from '../../working-set/working-set-fixture.ts'
import { sha256 } from '../consumer-fixture.ts'
import { readInputFile } from './input-file.ts'

const limit = 64 * 1024 * 1024

function inputs(t: Test) {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'inputs'))
  return {
    mountPath,
    path: (name: string) => join(mountPath, 'inputs', name),
    read: (name: string) => readInputFile(workingSet, name, limit),
  }
}

t.test('reading an input gives the hash of its bytes and closes the file', async t => {
  const { mountPath, path, read } = inputs(t)
  writeFileSync(path('row'), 'é')
  t.same(await read('row'), { bytes: Buffer.from('é'), sha256: sha256('é') })
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
})

t.test('a folder and a missing file are both reported as no input', async t => {
  const { mountPath, path, read } = inputs(t)
  mkdirSync(path('folder'))
  for (const name of ['folder', 'none']) await t.rejects(read(name), { code: 'NOT_FOUND', details: { fileId: name } })
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
})

t.test('an input may have at most 64 MiB', async t => {
  const { mountPath, path, read } = inputs(t)
  for (const [name, bytes] of [
    ['largest', limit],
    ['larger', limit + 1],
  ] as const) {
    writeFileSync(path(name), '')
    truncateSync(path(name), bytes)
  }
  t.equal((await read('largest')).bytes.length, limit)
  const message = `The input has ${limit + 1} bytes; the limit is ${limit}.`
  await t.rejects(read('larger'), { code: 'INVALID_INPUT', message, details: { fileId: 'larger' } })
  await eventually('every file is closed', () => (openBelow(mountPath) ?? []).length === 0)
})

t.test('an input of several blocks is read whole, also if it is shorter than its reported size', async t => {
  const { mountPath, path, read } = inputs(t)
  const content = Array.from({ length: 1_200_000 }, (_, i) => `${i},`).join('')
  writeFileSync(path('row'), content)
  t.same(await read('row'), { bytes: Buffer.from(content), sha256: sha256(content) })
  const prototype = await fileHandlePrototype(mountPath)
  const { stat } = prototype
  t.intercept(prototype, 'stat', {
    async value(this: FileHandle) {
      const stats = await stat.call(this)
      return Object.assign(stats, { size: Number(stats.size) + 10 })
    },
  })
  t.same(await read('row'), { bytes: Buffer.from(content), sha256: sha256(content) })
})
