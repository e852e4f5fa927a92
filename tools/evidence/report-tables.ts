import type { Parser, Tokens } from 'marked'

/** A table that scrolls within the page where that is narrow. A table of criteria is folded by their groups. */
export function tableHtml(table: Tokens.Table, parser: Pick<Parser, 'parseInline'>, title: string): string {
  if (!isOfCriteria(table)) return scrolling(table.header, table.rows, parser, title)
  const groupOf = ([id]: readonly Tokens.TableCell[]) => id!.text.split('.')[0]!
  return [...new Set(table.rows.map(groupOf))]
    .map(group => {
      const rows = table.rows.filter(row => groupOf(row) === group)
      return folded(group, table.header, rows, parser)
    })
    .join('')
}

/** The table that verdictsMarkdown writes: number, status and observations. */
function isOfCriteria({ header, rows }: Tokens.Table): boolean {
  return header[1]?.text === 'status' && rows.every(([id]) => /^\d+\.\d+$/.test(id!.text))
}

// A reader looks for failures, so their group is open.
function folded(
  group: string,
  header: readonly Tokens.TableCell[],
  rows: readonly Tokens.TableCell[][],
  parser: Pick<Parser, 'parseInline'>,
): string {
  const count = (status: string) => rows.filter(row => row[1]!.text === status).length
  const others = ['fail', 'manual'].filter(status => count(status) > 0).map(status => `, ${count(status)} ${status}`)
  const failed = count('fail') > 0
  const summary = `Requirement ${group}: ${count('pass')} of ${rows.length} pass${others.join('')}`
  return `<details${failed ? ' open class="failed"' : ''}><summary>${summary}</summary>
${scrolling(header, rows, parser, summary)}</details>
`
}

function scrolling(
  header: readonly Tokens.TableCell[],
  rows: readonly Tokens.TableCell[][],
  parser: Pick<Parser, 'parseInline'>,
  title: string,
): string {
  const cells = (tag: string, row: readonly Tokens.TableCell[]) =>
    `<tr>${row.map(({ tokens }) => `<${tag}>${parser.parseInline(tokens)}</${tag}>`).join('')}</tr>\n`
  // A keyboard scrolls only an element that can have the focus (w3.org/WAI/WCAG22, 2.1.1).
  return `<div class="scroll" role="region" aria-label="Table: ${title}" tabindex="0"><table>
<thead>
${cells('th', header)}</thead>
<tbody>
${rows.map(row => cells('td', row)).join('')}</tbody></table></div>
`
}
