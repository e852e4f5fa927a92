import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import type { Criterion } from './criterion.ts'
import { requirementsMarkdown } from './requirements-markdown.ts'

/** Requires that docs/requirements.md has the row of each criterion: its claim, where it is built and what shows it. */
export function mustBeOnThePage(t: Test, criteria: readonly Criterion[]): void {
  const page = readFileSync(new URL('../../docs/requirements.md', import.meta.url), 'utf8').split('\n')
  const rows = requirementsMarkdown(criteria)
    .split('\n')
    .filter(line => /^\| \d\.\d+ \|/.test(line))
  t.equal(rows.length, criteria.length)
  for (const row of rows) t.ok(page.includes(row), `${row}, else: npm run verify -- --write docs/requirements.md`)
}
