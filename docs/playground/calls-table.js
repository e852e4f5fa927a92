'use strict'

const mostRows = 100

/** The rows of the table, the last call first. @type {HTMLTableRowElement[]} */
const callRows = []

/** Adds a call to the table: the last one first, unless another order was chosen. @param {Call} call */
function listCall(call) {
  const rows = byId('calls', HTMLTableSectionElement)
  byId('no-calls', HTMLElement).hidden = true
  byId('calls-region', HTMLElement).hidden = false
  const status = call.status === 0 ? 'no answer' : String(call.status)
  const cells = [
    call.startedAt.toLocaleTimeString([], { hour12: false }),
    `POST ${call.path}`,
    make('span', { class: call.code ? 'bad' : 'good' }, status),
    call.code || call.body?.status || 'predicted',
    milliseconds(call.ms),
    make('code', {}, call.environment ? environmentName(call.environment) : '–'),
    make('code', {}, call.requestId || '–'),
  ]
  /** Sort keys of the columns whose text does not sort like the values. @type {Record<number, number>} */
  const order = { 0: call.startedAt.getTime(), 4: Math.round(call.ms * 1000) }
  const row = make('tr', {}, ...cells.map((cell, column) => make('td', orderAttribute(order[column]), cell)))
  callRows.unshift(row)
  callRows.splice(mostRows).forEach(oldest => oldest.remove())
  rows.prepend(row)
  sortRows(byId('calls-table', HTMLTableElement))
}

/** @param {number | undefined} order @returns {Record<string, string>} */
function orderAttribute(order) {
  return order === undefined ? {} : { 'data-order': String(order) }
}

/**
 * Shows an error of the API unchanged, with its advice.
 *
 * @param {HTMLElement} place @param {Pick<Call, 'status' | 'code' | 'message' | 'requestId'>} call
 */
function showError(place, { status, code, message, requestId }) {
  place.replaceChildren(
    make('p', {}, make('strong', {}, status === 0 ? code : `${status} ${code}`), ` ${message}`),
    make('p', {}, adviceFor(code, status)),
    ...(requestId ? [make('p', {}, 'Request ID ', make('code', {}, requestId))] : []),
  )
  place.hidden = false
}

/** @param {HTMLElement} place */
function hideError(place) {
  place.hidden = true
  place.replaceChildren()
}
