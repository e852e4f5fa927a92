/**
 * How long a request that is on its way at Ctrl-C may still take. Most answers of AWS take less than a second; what takes
 * longer, such as the upload of a large object, ends with its connection.
 */
const graceMs = 5000

/**
 * Lets a request that has been sent end by its answer, although Ctrl-C came meanwhile. Ending the connection does not end
 * the work of the server: a bucket or a stack would come into being after the clean-up looked for it.
 *
 * @param send gets the signal that ends the request in the end
 */
export async function untilAnswered<T>(
  interruption: AbortSignal,
  send: (late: AbortSignal) => Promise<T>,
  limitMs = graceMs,
): Promise<T> {
  // What has not been sent yet is not sent.
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
