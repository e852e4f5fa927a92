import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { writeBundle } from './bundle.ts'
import { verifyBundle } from './verify-bundle.ts'

const files = [
  { path: 'report.json', content: '{}\n' },
  { path: 'logs/producer.ndjson', content: 'ü\n' },
]

t.test('a bundle appears whole, and sha256sum agrees with its manifest', async t => {
  const root = t.testdir()
  const folder = await writeBundle(root, 'run-1', files)
  t.same(readdirSync(root), ['run-1'])
  t.equal(readFileSync(join(folder, 'logs/producer.ndjson'), 'utf8'), 'ü\n')
  t.same(await verifyBundle(folder), { verified: ['logs/producer.ndjson', 'report.json'], problems: [] })
  const missing = spawnSync('sha256sum', ['--version']).error !== undefined
  if (missing) t.comment('sha256sum is not on this machine')
  else
    t.match(execFileSync('sha256sum', ['-c', 'manifest.sha256'], { cwd: folder, encoding: 'utf8' }), /report.json: OK/)
})

t.test('a bundle that cannot be finished leaves no files', async t => {
  const root = t.testdir()
  const impossible = [...files, { path: 'report.json/below-a-file', content: '' }]
  await t.rejects(writeBundle(root, 'run-1', impossible))
  t.same(readdirSync(root), [])
})

t.test('verification names changed, added and removed files', async t => {
  const folder = await writeBundle(t.testdir(), 'run-1', [...files, { path: 'gone.txt', content: 'x' }])
  writeFileSync(join(folder, 'report.json'), '{ }\n')
  writeFileSync(join(folder, 'extra.txt'), '')
  writeFileSync(join(folder, 'logs/manifest.sha256'), '')
  rmSync(join(folder, 'gone.txt'))
  const { verified, problems } = await verifyBundle(folder)
  t.same(verified, ['logs/producer.ndjson'])
  t.same([...problems].sort(), [
    'extra.txt is not in the manifest',
    'gone.txt is missing',
    'logs/manifest.sha256 is not in the manifest',
    'report.json has changed since it was written',
  ])
  await t.rejects(verifyBundle(t.testdirName), { code: 'NOT_A_BUNDLE' })
})
