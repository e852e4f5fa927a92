import { tally } from './verdict-table.ts'
import type { Verdict } from './verdict.ts'

/** The section of report.md with the observations of each criterion. */
export function verdictsMarkdown(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ id, status, claim, evidence, source }) =>
    row([id, status, cell(claim), cell(evidence), cell(source)]),
  )
  return [
    '## Requirements',
    '',
    `Looked at on the running system: ${tally(verdicts)}.`,
    '',
    row(['', 'status', 'criterion', 'observed', 'by']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
    '',
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** A cell of the table is one line, and a bar would end it. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|<]/g, '\\$&')
}
