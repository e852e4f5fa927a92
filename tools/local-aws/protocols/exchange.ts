import type { Readable } from 'node:stream'
import { MalformedRequest } from './malformed-request.ts'

/** One HTTP request as it arrived, before a protocol reads it. Header names are lower-case. */
export interface AwsRequest {
  readonly method: string
  /** Still percent-encoded, without the query string. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
  /** Called with the size of each piece of the body that is kept in memory. @throws AwsError */
  readonly holds?: (bytes: number) => void
}

/** The server's answer. A body in pieces is streamed; a piece may change when the next one is requested. */
export interface AwsResponse {
  readonly statusCode: number
  /** A list is several lines of that name. */
  readonly headers: Record<string, string | readonly string[]>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
}

/**
 * Whether the error comes from a client that disconnected before its whole body had arrived: nobody waits for an
 * answer.
 */
export function isCutShort({ body }: AwsRequest, error: unknown): boolean {
  const { code } = error as Partial<NodeJS.ErrnoException>
  return body.readableAborted && (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
}

/** The largest body that is read into memory: Lambda accepts zips of 50 MB, which are 67 MB in base64. */
const maxBufferedBytes = 96 * 1024 * 1024

/**
 * Reads a body into memory.
 *
 * @throws MalformedRequest for a body over the limit, whose rest is left in the stream
 * @throws AwsError if all bodies together are too large
 */
export async function readBody(request: AwsRequest, maxBytes = maxBufferedBytes): Promise<Uint8Array> {
  const tooLarge = () => new MalformedRequest('size', `Request must be smaller than ${maxBytes} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  // The connection must remain open for the error answer.
  for await (const chunk of request.body.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge()
    request.holds?.(chunk.length)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
