import { tally } from './verdict-table.ts'
import { isClaim, type Verdict } from './verdict.ts'

/** The sections of report.md with the observations of each claim and of each criterion. */
export function verdictsMarkdown(verdicts: readonly Verdict[]): string {
  const criteria = verdicts.filter(verdict => !isClaim(verdict))
  const sections = [
    section('Claims', 'claim', verdicts.filter(isClaim)),
    section('Requirements', 'criterion', criteria),
  ]
  return sections.filter(text => text !== '').join('\n')
}

function section(title: string, what: string, verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return ''
  const rows = verdicts.map(({ id, status, claim, evidence, source }) =>
    row([id, status, cell(claim), cell(evidence), cell(source)]),
  )
  return [
    `## ${title}`,
    '',
    `Checked on the running system: ${tally(verdicts)}.`,
    '',
    row(['', 'status', what, 'observed', 'by']),
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
