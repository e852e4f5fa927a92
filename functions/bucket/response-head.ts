export interface ResponseHead {
  /** NaN if a line is not of HTTP/1.1. */
  readonly statusCode: number
  /** By their names in lower case. */
  readonly headers: Record<string, string>
}

/** Parses the head of an answer over HTTP/1.1, without the empty line (RFC 9112, 4 and 5). */
export function parseHead(text: string): ResponseHead {
  const [first, ...lines] = text.split('\r\n')
  const headers: Record<string, string> = Object.create(null)
  for (const line of lines) {
    const field = /^([!#$%&'*+.^_`|~\w-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/.exec(line)
    if (!field) return { statusCode: NaN, headers: {} }
    const [name, value] = [field[1]!.toLowerCase(), field[2]!]
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  const status = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(String(first))
  return { statusCode: Number(status?.[1]), headers: { ...headers } }
}
