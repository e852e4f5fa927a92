'use strict'

/**
 * Sorts the rows of a table by the column whose header is chosen, by mouse or keyboard, and the other way round when it
 * is chosen again. As in https://www.w3.org/WAI/ARIA/apg/patterns/table/examples/sortable-table/ the headers have
 * buttons, and `aria-sort` is on the header of the sorted column alone.
 *
 * @param {HTMLTableElement} table
 */
function makeSortable(table) {
  for (const header of headersOf(table))
    header.querySelector('button')?.addEventListener('click', () => {
      const direction = header.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending'
      for (const other of headersOf(table)) other.removeAttribute('aria-sort')
      header.setAttribute('aria-sort', direction)
      sortRows(table)
    })
}

/** Puts all rows into the order of the header with `aria-sort`. Equal rows keep their order. @param {HTMLTableElement} table */
function sortRows(table) {
  const column = headersOf(table).findIndex(header => header.hasAttribute('aria-sort'))
  const body = table.tBodies[0]
  if (column === -1 || !body) return
  const sign = headersOf(table)[column]?.getAttribute('aria-sort') === 'descending' ? -1 : 1
  const rows = [...body.rows].sort((a, b) => sign * compareCells(a.cells[column], b.cells[column]))
  body.append(...rows)
}

/** @param {HTMLTableElement} table */
function headersOf(table) {
  return [...(table.tHead?.rows[0]?.cells ?? [])]
}

/**
 * Compares the values of `data-order`, or the texts, with numbers in the order of numbers.
 *
 * @param {HTMLTableCellElement | undefined} a @param {HTMLTableCellElement | undefined} b
 */
function compareCells(a, b) {
  return orderOf(a).localeCompare(orderOf(b), 'en', { numeric: true })
}

/** @param {HTMLTableCellElement | undefined} cell */
function orderOf(cell) {
  return cell?.dataset.order ?? cell?.textContent ?? ''
}
