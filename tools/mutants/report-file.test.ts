import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Report, ReportFile } from './report-file.ts'

t.test('only the last report remains in the folder', async t => {
  const folder = t.testdir()
  const file = new ReportFile(join(folder, 'report.json'), new Map())
  const report: Report = { complete: false, seed: 's', budgetSeconds: 1, seconds: 2, outcomes: [] }
  await Promise.all([file.save(report), file.save({ ...report, complete: true })])
  const read = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as object
  t.match(read, { complete: true, seed: 's', all: { mutants: 0 }, folders: [], mutants: [] })
  t.same(readdirSync(folder), ['report.json'])
})
