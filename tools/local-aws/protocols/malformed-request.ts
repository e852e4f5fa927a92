/**
 * A request that cannot be read, or not as its operation's input. Each protocol has its own error for it
 * (`Protocol.malformed`), so that a client's mistake never looks like an error of the server.
 */
export class MalformedRequest extends Error {
  readonly part: 'path' | 'body' | 'value' | 'size'

  constructor(part: MalformedRequest['part'], message: string, cause?: unknown) {
    super(message, { cause })
    this.part = part
  }
}
