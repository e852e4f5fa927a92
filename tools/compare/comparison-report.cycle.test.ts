import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { comparisonFigures } from './comparison-figures.ts'
import { plantedComparison } from './comparison-fixture.ts'
import { costFindings } from './cost-findings.ts'
import { findingsOf } from './findings.ts'
import { writeReport } from './comparison-report.ts'

const coldMs = (store: string, sizeMib: number) => (500 + sizeMib) * (store === 's3' ? 2 : 1)

t.test('every figure and table of a comparison names its place, and labels a simulation as one', async t => {
  const folder = t.testdir()
  const simulation = 'S3 is slowed down, which is a simulation'
  const text = await writeReport(folder, plantedComparison(coldMs, { simulation }))
  const figures = readdirSync(join(folder, 'figures')).filter(name => name.endsWith('.svg'))
  t.same(figures.sort(), ['burst-8.svg', 'cold-by-size.svg', 'cost.svg', 'freshness.svg', 'stages.svg'])
  for (const name of figures)
    t.match(readFileSync(join(folder, 'figures', name), 'utf8'), />Simulation on one machine/, name)
  const tables = readdirSync(join(folder, 'tables'))
  t.same(tables.sort(), ['cells.csv', 'cold.tex', 'costs.csv', 'freshness.csv', 'rows.csv'])
  for (const name of tables)
    t.match(readFileSync(join(folder, 'tables', name), 'utf8'), 'Simulation on one machine', name)
  t.match(text, simulation)
  t.match(text, /\| S3, outside the VPC \| 100 \| 1224 \[/)
  t.match(text, 'a package has 262144000 bytes unzipped at most')
})

t.test(
  'without a simulation each picture has a warning, a limit is marked, and a second report is identical',
  async t => {
    const folder = t.testdir()
    const comparison = plantedComparison(coldMs)
    await writeReport(folder, comparison)
    const read = (name: string) => readFileSync(join(folder, 'figures', name), 'utf8')
    for (const name of readdirSync(join(folder, 'figures')).filter(name => name.endsWith('.svg')))
      t.match(read(name), 'times say nothing about AWS', name)
    t.match(read('cold-by-size.svg'), '>limit<')
    t.match(read('cold-by-size.svg'), '>burst of 300 MiB<')
    for (const { name, svg } of comparisonFigures(comparison, findingsOf(comparison), costFindings(comparison)))
      t.equal(read(`${name}.svg`), svg, name)
  },
)
