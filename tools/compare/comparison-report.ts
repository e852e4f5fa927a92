import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { svgToPng } from '../evidence/svg-to-png.ts'
import { comparisonFigures } from './comparison-figures.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { comparisonTables } from './comparison-tables.ts'
import { type Comparison, placeSentence } from './comparison.ts'
import { costFindings, crossings } from './cost-findings.ts'
import { findingsOf } from './findings.ts'

/**
 * Writes everything that is derived from comparison.json, beside it: findings.json, figures/ as SVG and PNG, tables/ as
 * CSV and LaTeX, and comparison.md. Returns the text of comparison.md.
 */
export async function writeReport(folder: string, comparison: Comparison): Promise<string> {
  const findings = findingsOf(comparison)
  const costs = costFindings(comparison)
  const crossed = crossings(costs)
  const place = placeSentence(comparison)
  await write(
    folder,
    'findings.json',
    `${JSON.stringify({ place, ...findings, costs, crossings: crossed }, null, 1)}\n`,
  )
  for (const { name, content } of comparisonTables(comparison, findings, costs)) {
    await write(folder, `tables/${name}`, content)
  }
  const figures = comparisonFigures(comparison, findings, costs)
  for (const { name, svg } of figures) {
    await write(folder, `figures/${name}.svg`, svg)
    await write(folder, `figures/${name}.png`, await svgToPng(svg))
  }
  const text = comparisonMarkdown(comparison, findings, { costs, crossings: crossed, figures })
  await write(folder, 'comparison.md', text)
  return text
}

async function write(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
