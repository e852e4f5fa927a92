import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Comparison, placeSentence } from './comparison.ts'
import { findingsOf } from './findings.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'

/** Writes findings and report beside comparison.json. Returns the report's text, which is Markdown. */
export async function writeReport(folder: string, comparison: Comparison): Promise<string> {
  const findings = findingsOf(comparison)
  const text = comparisonMarkdown(comparison, findings)
  const place = placeSentence(comparison)
  await write(folder, 'findings.json', `${JSON.stringify({ place, ...findings }, null, 1)}\n`)
  await write(folder, 'comparison.md', text)
  return text
}

async function write(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
