import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { resultsMarkdown } from '../evidence/report-markdown.ts'
import type { Report } from '../evidence/report.ts'
import type { Verdict } from '../evidence/verdicts/verdict.ts'
import { verdictsMarkdown } from '../evidence/verdicts/verdicts-markdown.ts'

/** A bundle on one page without pictures: results, claims, criteria, and the number of files. */
export async function bundleSummary(bundle: string): Promise<string> {
  const files = (await readdir(bundle, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  const read = async (name: string) => JSON.parse(await readFile(join(bundle, name), 'utf8'))
  const report = (await read('report.json')) as Report
  const criteria = (await read('requirements.json')) as Verdict[]
  // Older bundles lack it.
  const hasClaims = files.some(({ name }) => name === 'claims.json')
  const claims = hasClaims ? ((await read('claims.json')) as Verdict[]) : []
  return [
    resultsMarkdown(report),
    verdictsMarkdown([...criteria, ...claims]),
    `The bundle \`${basename(bundle)}\` with its ${files.length} files is among the artifacts of this run; \`report.html\` in it is this page with pictures. Check it: \`npm run evidence -- verify DIR\`.`,
    '',
  ].join('\n')
}
