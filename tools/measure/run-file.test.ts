import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { defaultRunFile, readRun, requireRunOf, writeRun } from './run-file.ts'
import type { Run } from './run.ts'
import { fullRun, quickRun } from './sample-sizes.ts'

const run = { target: 'local', stackId: 'stack/a', quick: true } as Run

t.test('a run is written with its folder, and read as it was', async t => {
  const path = join(t.testdir(), 'new/folder/run.json')
  await writeRun(path, run)
  t.same(await readRun(path), run)
  t.match(readFileSync(path, 'utf8'), /^\{\n {2}"target": "local",\n[^]*\}\n$/)
})

t.test('a missing or unfinished run is NOT_MEASURED, and the error says what to run', async t => {
  const path = join(t.testdir(), 'run.json')
  const refused = {
    code: 'NOT_MEASURED',
    message: `There is no finished measurement at ${path}.`,
    nextStep: 'Run: npm run measure',
  }
  await t.rejects(readRun(path), { ...refused, cause: { code: 'ENOENT' } })
  writeFileSync(path, '{"target":')
  await t.rejects(readRun(path), { ...refused, cause: { name: 'SyntaxError' } })
})

t.test('the run of another deployment is NOT_MEASURED', async t => {
  const system = (stackId: string) => ({ stackId }) as DeployedSystem
  requireRunOf(system('stack/a'), run)
  t.throws(() => requireRunOf(system('stack/b'), run), {
    code: 'NOT_MEASURED',
    message: 'The last measurement is of stack/a, but this is stack/b.',
    nextStep: 'Run: npm run measure',
  })
})

t.test('a quick run has the smallest sizes that the requirements allow, and a full one more', async t => {
  const mebibyte = 1024 ** 2
  t.same(quickRun, { coldSamples: 5, warmSamples: 30, concurrency: 10, largeBytes: 32 * mebibyte })
  t.same(fullRun, { coldSamples: 10, warmSamples: 100, concurrency: 10, largeBytes: 256 * mebibyte })
})

t.test('a run lies in .build of the repository unless it is named', async t => {
  t.equal(defaultRunFile, fileURLToPath(new URL('../../.build/run.json', import.meta.url)))
})
