import { readFileSync } from 'node:fs'
import t from 'tap'
import { comparisonFigures } from './comparison-figures.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { comparisonTables } from './comparison-tables.ts'
import { type Comparison, placeSentence } from './comparison.ts'
import { costFindings, crossings } from './cost-findings.ts'
import { findingsOf } from './findings.ts'

t.setTimeout(600_000)

// What a comparison derives from its calls is checked as a whole against the committed one. If a change is wanted, write
// the files of the example again: `writeReport` of comparison-report.ts, or a new run.
const read = (name: string) =>
  readFileSync(new URL(`../../evidence/example/comparison/${name}`, import.meta.url), 'utf8')

t.test('the statistics, tables and page of the committed comparison follow from its calls', async t => {
  const comparison = JSON.parse(read('comparison.json')) as Comparison
  const findings = findingsOf(comparison)
  const costs = costFindings(comparison)
  const crossed = crossings(costs)
  const all = { place: placeSentence(comparison), ...findings, costs, crossings: crossed }
  t.equal(`${JSON.stringify(all, null, 1)}\n`, read('findings.json'))
  for (const { name, content } of comparisonTables(comparison, findings, costs)) {
    t.equal(content, read(`tables/${name}`), name)
  }
  const figures = comparisonFigures(comparison, findings, costs)
  t.equal(comparisonMarkdown(comparison, findings, { costs, crossings: crossed, figures }), read('comparison.md'))
})
