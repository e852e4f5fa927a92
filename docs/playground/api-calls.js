'use strict'

/**
 * The result of a call. `status` is 0 if there was no answer, and `code` is that of the API or one of the page's own.
 *
 * @typedef {object} Call
 * @property {'/ingest' | '/predict'} path
 * @property {number} status
 * @property {string} code empty if it succeeded
 * @property {string} message
 * @property {any} body
 * @property {string} requestId
 * @property {string} environment log stream of the environment that answered; empty if none is known
 * @property {Date} startedAt
 * @property {number} ms on this computer's clock, until the last byte; the browser's preflight is part of it
 */

/** API Gateway gives up after 29 seconds; a longer call has no answer. */
const patienceMs = 40_000

/**
 * With HTTP/1.1 a browser opens at most six connections to one host. The local AWS has only HTTP/1.1, but its host has two
 * names, so twelve calls can run at the same time.
 *
 * @param {string} address @param {number} index of calls that are sent together
 */
function addressOfCall(address, index) {
  const url = new URL(address)
  if (url.hostname === '127.0.0.1' && index % 2 === 1) url.hostname = 'localhost'
  return url.href.replace(/\/$/, '')
}

/**
 * Returns why the page cannot call this address, or an empty text. The Content-Security-Policy has the same rule.
 *
 * @param {string} address
 */
function addressProblem(address) {
  if (address === '') return 'Enter the address of the API first.'
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url) return `“${address}” is no address: it begins with https:// and ends with the stage.`
  const isHere = ['127.0.0.1', 'localhost'].includes(url.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return ''
  return `The page calls https:// addresses, and http:// ones only on this computer (127.0.0.1, localhost).`
}

/**
 * Calls the API, and never throws: the result has the error.
 *
 * @param {string} address @param {'/ingest' | '/predict'} path @param {object} content
 * @param {{ signal?: AbortSignal, index?: number }} [options]
 * @returns {Promise<Call>}
 */
async function callApi(address, path, content, { signal, index = 0 } = {}) {
  const startedAt = new Date()
  const start = performance.now()
  const call = {
    path,
    status: 0,
    code: '',
    message: '',
    body: undefined,
    requestId: '',
    environment: '',
    startedAt,
    ms: 0,
  }
  const problem = addressProblem(address)
  if (problem) return { ...call, code: 'NO_ADDRESS', message: problem }
  const slow = AbortSignal.timeout(patienceMs)
  try {
    const response = await fetch(addressOfCall(address, index) + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(content),
      signal: signal ? AbortSignal.any([signal, slow]) : slow,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
    const text = await response.text()
    const { headers, status } = response
    const requestId = headers.get('X-Request-Id') ?? headers.get('x-amzn-RequestId') ?? ''
    const environment = headers.get('X-Log-Stream') ?? ''
    return { ...call, ...outcomeOf(status, text), status, requestId, environment, ms: performance.now() - start }
  } catch (error) {
    const ms = performance.now() - start
    if (signal?.aborted) return { ...call, ms, code: 'CANCELLED', message: 'Stopped.' }
    if (slow.aborted)
      return { ...call, ms, code: 'TOO_SLOW', message: `No answer within ${patienceMs / 1000} seconds.` }
    return { ...call, ms, code: 'NO_ANSWER', message: `There is no answer from ${address}.` }
  }
}

/** @param {number} status @param {string} text */
function outcomeOf(status, text) {
  const body = parsedOrUndefined(text)
  const isObject = typeof body === 'object' && body !== null
  if (status >= 200 && status < 300 && isObject && 'fileId' in body) return { body }
  const { error = '', message = '' } = isObject ? body : {}
  const code = typeof error === 'string' && error !== '' ? error : status < 400 ? 'NOT_THE_API' : `HTTP_${status}`
  const told = typeof message === 'string' && message !== '' ? message : text.trim().slice(0, 300)
  return { body, code, message: told || 'The answer is empty.' }
}

/** @param {string} text */
function parsedOrUndefined(text) {
  try {
    return JSON.parse(text)
  } catch {
    // A server in front of the API, such as a proxy, has answered in its own words.
    return undefined
  }
}
