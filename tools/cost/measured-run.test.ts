import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { costOf } from './cost.ts'
import { newestExample } from './measured-run.ts'
import { sampleBundle } from './sample-bundle-fixture.ts'

t.test('the newest of several example bundles counts, or else the folder itself', async t => {
  const folder = t.testdir({
    '20260101T000000Z-local-a': { 'report.json': '' },
    '20261231T000000Z-aws-b': { 'report.json': '' },
  })
  t.match(await newestExample(folder), /20261231T000000Z-aws-b$/)
  await writeFile(join(folder, 'report.json'), '')
  t.equal(await newestExample(folder), folder)
  await t.rejects(newestExample(t.testdir()), { code: 'NO_BUNDLE', nextStep: /npm run demo/ })
})

t.test('an entry of the examples that is no bundle is passed over, and a folder that is none is named', async t => {
  const folder = t.testdir({ '2026-a': { 'report.json': '' }, '2027-b': {}, '2028.md': '' })
  t.match(await newestExample(folder), /2026-a$/)
  const none = t.testdir({ other: { 'report.json': '{}' } })
  await t.rejects(costOf({ bundle: join(none, 'other') }), {
    code: 'NO_BUNDLE',
    message: /other is not an evidence bundle: it has no lambda\/consumer\.json\.$/,
    nextStep: 'Give --run evidence/<runId>, or make one: npm run demo',
    cause: { code: 'ENOENT' },
  })
})

t.test('the price of a GB-second is that of the architecture in the bundle, x86_64 if it has none', async t => {
  const folder = await sampleBundle(t.testdir())
  const architecture = async (Architectures?: string[]) => {
    await writeFile(join(folder, 'lambda/consumer.json'), JSON.stringify({ configuration: { Architectures } }))
    return (await costOf({ bundle: folder })).measured.architecture
  }
  t.same([await architecture(['arm64']), await architecture()], ['arm64', 'x86_64'])
})
