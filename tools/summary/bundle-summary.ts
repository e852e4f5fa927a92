import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { resultsMarkdown } from '../evidence/report-markdown.ts'
import type { Report } from '../evidence/report.ts'
import type { Verdict } from '../evidence/verdicts/verdict.ts'
import { verdictsMarkdown } from '../evidence/verdicts/verdicts-markdown.ts'

/** A bundle on one page without pictures: results, criteria, and a list of files. */
export async function bundleSummary(bundle: string): Promise<string> {
  const read = async (name: string) => JSON.parse(await readFile(join(bundle, name), 'utf8'))
  const report = (await read('report.json')) as Report
  const verdicts = (await read('requirements.json')) as Verdict[]
  const files = (await readdir(bundle, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
  return [
    resultsMarkdown(report),
    verdictsMarkdown(verdicts),
    `The bundle \`${basename(bundle)}\` with its ${files.length} files is among the artifacts of this run; \`report.html\` in it is this page with pictures. Check it: \`npm run evidence -- verify DIR\`.`,
    '',
  ].join('\n')
}
