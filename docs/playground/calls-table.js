'use strict'

const mostRows = 100

/** Adds a call to the table, the last one first. @param {Call} call */
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
  rows.prepend(make('tr', {}, ...cells.map(cell => make('td', {}, cell))))
  while (rows.rows.length > mostRows) rows.deleteRow(-1)
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
