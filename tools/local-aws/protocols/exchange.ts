import type { Readable } from 'node:stream'

/** One HTTP request as it arrived, before any protocol has looked at it. Header names are lower-case. */
export interface AwsRequest {
  readonly method: string
  /** Still percent-encoded, without the query string. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readable
}

/** What the server writes back. A `Readable` body is streamed, so an object of any size needs no memory. */
export interface AwsResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body?: string | Uint8Array | Readable
}

/** Largest body that is read into memory: Lambda takes zips of 50 MB, which base64 makes 67 MB. */
const maxBufferedBytes = 96 * 1024 * 1024

export async function readBody(request: AwsRequest): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.length
    if (length > maxBufferedBytes) throw new RangeError(`request body over ${maxBufferedBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
