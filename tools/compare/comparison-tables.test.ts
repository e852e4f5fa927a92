import { readFileSync } from 'node:fs'
import t from 'tap'
import { hasLatex, overfullBoxes } from '../evidence/tables/two-column-article-fixture.ts'
import { plantedComparison } from './comparison-fixture.ts'
import { comparisonTables } from './comparison-tables.ts'
import { findingsOf } from './findings.ts'

t.setTimeout(600_000)

const skip = hasLatex() ? false : 'pdflatex and booktabs are not on this machine (Debian: texlive-latex-recommended)'
const example = new URL('../../evidence/example/comparison/', import.meta.url)

t.test('the table for a paper fits a two-column article, also with slow calls', { skip }, async t => {
  const slow = plantedComparison((_, sizeMib) => 300_000 + sizeMib)
  const tables = comparisonTables(slow, findingsOf(slow), []).flatMap(({ name, content }) =>
    name.endsWith('.tex') ? [content] : [],
  )
  t.equal(tables.length, 1)
  const committed = readFileSync(new URL('tables/cold.tex', example), 'utf8')
  const folder = t.testdir()
  for (const paper of ['letterpaper', 'a4paper'] as const) {
    t.same(await overfullBoxes(`${folder}/${paper}`, paper, [...tables, committed]), [], paper)
  }
})
