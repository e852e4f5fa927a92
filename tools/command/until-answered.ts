/**
 * How long a request that is under way at Ctrl-C may still take. Most answers of AWS take less than a second. A longer
 * request, such as the upload of a large object, ends with its connection.
 */
const graceMs = 5000

/**
 * Waits for the answer to a request that was sent before Ctrl-C. Closing the connection would not stop the server: it could
 * make a bucket or a stack after the clean-up has looked for it.
 *
 * @param send gets the signal that ends the request in the end
 */
export async function untilAnswered<T>(
  interruption: AbortSignal,
  send: (late: AbortSignal) => Promise<T>,
  limitMs = graceMs,
): Promise<T> {
  // A request that is not sent yet is never sent.
  if (interruption.aborted) return send(interruption)
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const wait = () => {
    timer = setTimeout(() => late.abort(interruption.reason), limitMs)
  }
  interruption.addEventListener('abort', wait, { once: true })
  try {
    return await send(late.signal)
  } finally {
    interruption.removeEventListener('abort', wait)
    clearTimeout(timer)
  }
}
