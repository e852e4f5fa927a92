/**
 * A request that cannot be read as its operation's input, or at all. Each protocol has its own words for it
 * (`Protocol.malformed`), so that a client's mistake is never answered as one of the server's.
 */
export class MalformedRequest extends Error {
  readonly part: 'path' | 'body' | 'value' | 'size'

  constructor(part: MalformedRequest['part'], message: string, cause?: unknown) {
    super(message, { cause })
    this.part = part
  }
}
