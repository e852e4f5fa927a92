import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { unzip } from '../../package/unzip.ts'
import { eventually } from '../../testing/eventually.ts'
import type { ObserverAnswer, ObserverRequest } from './observer-contract.ts'
import { observerZip } from './observer-zip.ts'

const root = t.testdir({ mount: { models: { b: 'model', a: '' } } })
const folder = join(root, 'mount')
const before = process.env.EFS_MOUNT_PATH
t.teardown(() => {
  if (before === undefined) delete process.env.EFS_MOUNT_PATH
  else process.env.EFS_MOUNT_PATH = before
})
process.env.EFS_MOUNT_PATH = folder
// The code as Lambda gets it.
const [index] = await unzip(await observerZip())
writeFileSync(join(root, 'index.cjs'), index!.content)
const { handler } = createRequire(join(root, 'index.cjs'))('./index.cjs') as {
  handler: (request: ObserverRequest) => Promise<ObserverAnswer>
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

t.test('files are looked at, listed in order, read and hashed', async t => {
  t.match(await handler({ action: 'stat', paths: ['models/b', 'none'] }), {
    files: [
      { path: 'models/b', type: 'file', size: 5 },
      { path: 'none', type: 'none' },
    ],
  })
  t.same(await handler({ action: 'list', path: 'models' }), { names: ['a', 'b'] })
  t.same(await handler({ action: 'list', path: 'none' }), { names: [] })
  t.same(await handler({ action: 'read', path: 'models/b' }), { content: 'model', sha256: sha256('model') })
  t.match(await handler({ action: 'hash', path: 'models/b' }), {
    sha256: sha256('model'),
    file: { path: 'models/b', type: 'file', size: 5 },
  })
  await t.rejects(handler({ action: 'read', path: '../outside' }), /is not below/)
})

t.test('a file is written whole below new folders, and the probe leaves nothing', async t => {
  const content = Buffer.from('é').toString('base64')
  t.match(await handler({ action: 'write', path: 'outputs/new/x', content }), { file: { type: 'file', size: 2 } })
  t.match(await handler({ action: 'read', path: 'outputs/new/x' }), { content: 'é' })
  t.same(await handler({ action: 'probe' }), {})
  t.same(readdirSync(join(folder, '.staging')), [])
  rmSync(join(folder, '.staging'), { recursive: true })
  t.same(await handler({ action: 'probe' }), {}, 'it makes the folder')
})

t.test('only folders of the verification are removed with their content', async t => {
  t.same(await handler({ action: 'makeFolder', path: '.verify-1' }), {})
  await t.rejects(handler({ action: 'makeFolder', path: '.verify-1' }), { code: 'EEXIST' })
  writeFileSync(join(folder, '.verify-1/file'), 'x')
  t.same(await handler({ action: 'remove', paths: ['.verify-1', 'models/a', 'models/none'] }), {})
  t.same(readdirSync(folder).sort(), ['.staging', 'models', 'outputs'])
  await t.rejects(handler({ action: 'remove', paths: ['models'] }))
  t.same(readdirSync(join(folder, 'models')), ['b'])
})

t.test('a watch sees the staged file, then the final one alone, and ends half a second later', async t => {
  const staged = join(folder, '.staging/s')
  mkdirSync(join(folder, '.staging/folder'))
  const seen = handler({ action: 'watch', path: 'inputs/w', milliseconds: 60_000 })
  writeFileSync(staged, 'four')
  mkdirSync(join(folder, 'inputs'))
  const { ino } = (await handler({ action: 'stat', paths: ['.staging/s'] })).files![0]!
  let ended = false
  void seen.then(() => (ended = true))
  setTimeout(() => renameSync(staged, join(folder, 'inputs/w')), 50)
  await eventually('the watch ends', () => ended)
  const states = (await seen).seen!.map(({ staged, final }) => ({ staged, final }))
  const file = { ino, size: 4 }
  t.same(states.at(-1), { staged: [], final: file })
  t.ok(states.some(({ staged, final }) => staged[0]?.ino === ino && final === null))
  const times = (await seen).seen!.map(({ atMs }) => atMs)
  t.same(
    times,
    [...times].sort((a, b) => a - b),
  )
  t.ok(times.every(atMs => Number.isInteger(atMs) && atMs >= 0))
  t.equal(new Set(states.map(state => JSON.stringify(state))).size, states.length, 'each state is recorded once')
})

t.test('a watch ends at its time, and a missing mount is an error', async t => {
  t.same(await handler({ action: 'watch', path: 'inputs/never', milliseconds: 0 }), { seen: [] })
  const { seen } = await handler({ action: 'watch', path: 'inputs/never', milliseconds: 20 })
  t.match(seen, [{ staged: [], final: null }])
  rmSync(folder, { recursive: true })
  writeFileSync(folder, '')
  await t.rejects(handler({ action: 'stat', paths: ['a'] }), { message: `${folder} is not a folder` })
  rmSync(folder)
  await t.rejects(handler({ action: 'list', path: 'a' }), { code: 'ENOENT' })
})
