import type { Readable } from 'node:stream'
import { MalformedRequest } from './malformed-request.ts'

/** One HTTP request as it arrived, before any protocol has looked at it. Header names are lower-case. */
export interface AwsRequest {
  readonly method: string
  /** Still percent-encoded, without the query string. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
  /** Called with the size of each piece of the body that is going to be held in memory. @throws AwsError */
  readonly holds?: (bytes: number) => void
}

/** What the server writes back. A body that comes in pieces is streamed; a piece may change when the next one is asked for. */
export interface AwsResponse {
  readonly statusCode: number
  /** A list is several lines of that name. */
  readonly headers: Record<string, string | readonly string[]>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
}

/** Whether the error is how a request ends whose client went before all of its body had come: nobody waits for an answer. */
export function isCutShort({ body }: AwsRequest, error: unknown): boolean {
  const { code } = error as Partial<NodeJS.ErrnoException>
  return body.readableAborted && (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
}

/** Largest body that is read into memory: Lambda takes zips of 50 MB, which base64 makes 67 MB. */
const maxBufferedBytes = 96 * 1024 * 1024

/**
 * @throws MalformedRequest for a body over the limit, whose rest is left in the stream
 * @throws AwsError when all bodies together are too many
 */
export async function readBody(request: AwsRequest, maxBytes = maxBufferedBytes): Promise<Uint8Array> {
  const tooLarge = () => new MalformedRequest('size', `Request must be smaller than ${maxBytes} bytes`)
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let length = 0
  // The connection stays: somebody is to be told why.
  for await (const chunk of request.body.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge()
    request.holds?.(chunk.length)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
