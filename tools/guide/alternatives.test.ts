import { readFileSync } from 'node:fs'
import t from 'tap'

const page = readFileSync(new URL('../../docs/alternatives.md', import.meta.url), 'utf8')
const [text, sources] = page.split('## Sources') as [string, string]

t.test('every mark of a source has a row that says how sure it is, and every row is used', async t => {
  const marks = [...text.matchAll(/\[([A-Z]\d(?:, [A-Z]\d)*)\](?!\()/g)].flatMap(([, marks]) => marks!.split(', '))
  const rows = [...sources.matchAll(/^\| ([A-Z]\d(?:, [A-Z]\d)*) +\|.*\| *(.*?) *\|$/gm)]
  const explained = rows.flatMap(([, marks]) => marks!.split(', '))
  t.same([...new Set(marks)].sort(), explained.sort())
  for (const [, mark, sure] of rows) t.match(sure, /read|third party|not confirmed/, mark!)
})

t.test('a paragraph with a price, a limit or a rate has a source, or says that it is computed', async t => {
  const numbers = /\$[\d.]+|\d [GMTK]i?B\b|\d Mbps|\d ms\b|\d GETs/
  const paragraphs = text.split(/\n\n/).filter(paragraph => !paragraph.startsWith('#'))
  for (const paragraph of paragraphs) {
    if (numbers.test(paragraph)) t.match(paragraph, /\[[A-Z]\d|computed/, paragraph.slice(0, 60))
  }
})
