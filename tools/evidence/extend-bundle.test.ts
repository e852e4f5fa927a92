import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { extendBundle } from './extend-bundle.ts'
import { verifyBundle } from './verify-bundle.ts'

const example = fileURLToPath(new URL('../../evidence/example', import.meta.url))

/** A copy of the example without what was added to it, and a folder to add. */
async function start(t: Test) {
  const root = t.testdir()
  const bundle = join(root, 'run-1')
  cpSync(example, bundle, { recursive: true })
  const folder = join(root, 'comparison')
  mkdirSync(join(folder, 'tables'), { recursive: true })
  writeFileSync(join(folder, 'comparison.md'), 'ü arn:aws:lambda:eu-west-1:123456789012:function:x and 123456789012\n')
  writeFileSync(join(folder, 'tables/cells.csv'), 'a,b\n')
  writeFileSync(join(folder, 'picture.png'), Buffer.from([0x89, 0xff, 0x00]))
  return { root, bundle, folder }
}

t.test('a folder becomes a part of a bundle, which is whole and describes it', async t => {
  const { root, bundle, folder } = await start(t)
  const own = readFileSync(join(bundle, 'report.md'), 'utf8')
  const added = ['comparison/comparison.md', 'comparison/picture.png', 'comparison/tables/cells.csv']
  t.same(await extendBundle(bundle, folder), added)
  const { verified, problems } = await verifyBundle(bundle)
  t.same(problems, [])
  t.same(
    verified.filter(path => path.startsWith('comparison/')),
    added,
    'files that were added before under this name are replaced',
  )
  t.equal(readFileSync(join(bundle, 'report.md'), 'utf8'), own)
  t.ok(readFileSync(join(bundle, 'comparison/picture.png')).equals(Buffer.from([0x89, 0xff, 0x00])))
  const crate = JSON.parse(readFileSync(join(bundle, 'ro-crate-metadata.json'), 'utf8'))
  const entity = crate['@graph'].find((one: { '@id': string }) => one['@id'] === 'comparison/tables/cells.csv')
  t.match(entity.description, /^Results of the comparison of stores/)
  t.same(readdirSync(root).sort(), ['comparison', 'run-1'])
  t.same(await extendBundle(bundle, folder), added, 'again')
  t.same((await verifyBundle(bundle)).problems, [])
})

t.test('the accounts of ARNs are masked wherever they are', async t => {
  const { bundle, folder } = await start(t)
  await extendBundle(bundle, folder)
  t.equal(
    readFileSync(join(bundle, 'comparison/comparison.md'), 'utf8'),
    'ü arn:aws:lambda:eu-west-1:111122223333:function:x and 111122223333\n',
  )
})

t.test('a bundle that has changed, and a folder without files, are refused', async t => {
  const { root, bundle, folder } = await start(t)
  const empty = join(root, 'empty')
  mkdirSync(empty)
  for (const nothing of [empty, join(root, 'none')]) {
    await t.rejects(extendBundle(bundle, nothing), { code: 'NOTHING_TO_ADD' })
  }
  writeFileSync(join(bundle, 'report.md'), 'other')
  await t.rejects(extendBundle(bundle, folder), { code: 'BUNDLE_CHANGED' })
  rmSync(join(bundle, 'manifest.sha256'))
  await t.rejects(extendBundle(bundle, folder), { code: 'NOT_A_BUNDLE' })
})
