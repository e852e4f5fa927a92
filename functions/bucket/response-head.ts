export interface ResponseHead {
  /** NaN if a line is not of HTTP/1.1. */
  readonly statusCode: number
  /** By their names in lower case. */
  readonly headers: Record<string, string>
}

/** Parses the head of an answer over HTTP/1.1, without the empty line (RFC 9112, 4 and 5). */
export function parseHead(text: string): ResponseHead {
  const [first = '', ...lines] = text.split('\r\n')
  const headers: Record<string, string> = Object.create(null)
  let isPlain = true
  for (const line of lines) {
    const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~\w-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? []
    if (name === '') isPlain = false
    const known = headers[name.toLowerCase()]
    headers[name.toLowerCase()] = known === undefined ? value.trimEnd() : `${known}, ${value.trimEnd()}`
  }
  const status = isPlain ? /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(first)?.[1] : undefined
  return { statusCode: Number(status), headers: { ...headers } }
}

/** The length of the body in bytes; undefined unless the head says it in Content-Length (RFC 9112, 6.3). */
export function bodyLength({ statusCode, headers }: ResponseHead): number | undefined {
  if (statusCode === 204 || statusCode === 304) return 0
  const length = headers['content-length'] ?? ''
  const said = statusCode >= 200 && headers['transfer-encoding'] === undefined && /^\d+$/.test(length)
  return said ? Number(length) : undefined
}
