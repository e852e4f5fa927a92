import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as z from 'zod'
import { Failure } from '../failure/failure.ts'
import { readBody } from '../http/request-body.ts'
import { keyOfContent } from '../working-set/file-id.ts'
import { contentOf, type Key, parseKey } from '../working-set/key.ts'

const bodySchema = z.object({
  key: z.string().optional(),
  data: z.string().optional(),
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
})

export interface IngestRequest {
  key: Key
  data?: Uint8Array
}

export function readIngestRequest(event: APIGatewayProxyEvent): IngestRequest {
  const { key, data, encoding } = readBody(event, bodySchema)
  if (data === undefined) {
    if (key === undefined) throw new Failure('INVALID_REQUEST', 'The body has neither key nor data.')
    return { key: parseKey(key) }
  }
  const bytes = decode(data, encoding)
  const parsed = parseKey(key ?? keyOfContent(bytes))
  // An object that is made here under models/ would come back as an event. Models arrive through the bucket.
  if (parsed.path[0] !== 'inputs') {
    throw new Failure('INVALID_REQUEST', `Data is stored under inputs/ only, not as ${parsed.text}.`)
  }
  if (contentOf(parsed) && parsed.text !== keyOfContent(bytes)) {
    throw new Failure('INVALID_REQUEST', `${parsed.text} is named after another content than this data.`)
  }
  return { key: parsed, data: bytes }
}

// Buffer skips what it cannot decode, but stored data must be what the caller sent. Line ends in base64 are not data:
// `base64` of a shell writes them, as MIME describes it (RFC 2045, 6.8).
function decode(data: string, encoding: 'utf8' | 'base64'): Buffer {
  const text = encoding === 'base64' ? padded(data.replaceAll(/[\r\n]/g, '')) : data
  const bytes = Buffer.from(text, encoding)
  if (bytes.toString(encoding) === text) return bytes
  throw new Failure('INVALID_REQUEST', `The field data is not valid ${encoding}.`)
}

// Adds the padding, which base64 may lack.
function padded(base64: string): string {
  return base64.padEnd(Math.ceil(base64.length / 4) * 4, '=')
}
