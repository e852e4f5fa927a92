import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { plantedComparison } from './comparison-fixture.ts'
import { readComparison, writeComparison } from './comparison-file.ts'

t.test('a written comparison is read back unchanged, and the error for another file says what to run', async t => {
  const folder = t.testdir()
  const path = join(folder, 'new/comparison.json')
  const comparison = plantedComparison(() => 500, { sizesMib: [10] })
  await t.rejects(readComparison(path), { code: 'NOT_COMPARED', nextStep: 'Run: npm run compare' })
  await writeComparison(path, comparison)
  t.same(await readComparison(path), comparison)
  writeFileSync(path, '{"format":2}')
  await t.rejects(readComparison(path), { code: 'NOT_COMPARED', message: /no comparison in format 1/ })
})
