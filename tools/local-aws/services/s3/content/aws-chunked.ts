import { AwsError } from '../../../aws-error.ts'

/**
 * Removes the frames from a chunked body: `SIZE[;chunk-signature=…]\r
 * DATA \r
 * … 0\r
 * `, then trailing headers, which are added to `trailers`. Data is passed on without copying it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 *
 * Unlike AWS: chunk signatures are not recomputed, and neither is the request's own signature.
 *
 * @throws AwsError IncompleteBody, InvalidRequest
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  let line = ''
  let expecting: 'size' | 'data' | 'dataEnd' | 'trailer' | 'nothing' = 'size'
  let remaining = 0
  for await (const bytes of source) {
    let offset = 0
    while (offset < bytes.length && expecting !== 'nothing') {
      if (expecting === 'data') {
        const data = bytes.subarray(offset, offset + remaining)
        offset += data.length
        remaining -= data.length
        if (remaining === 0) expecting = 'dataEnd'
        yield data
        continue
      }
      const end = bytes.indexOf('\n', offset)
      line += bytes.toString('latin1', offset, end === -1 ? bytes.length : end)
      if (line.length > maxLineLength) throw malformed()
      if (end === -1) break
      offset = end + 1
      const text = line.trimEnd()
      line = ''
      if (expecting === 'size') {
        remaining = sizeOf(text)
        expecting = remaining > 0 ? 'data' : 'trailer'
      } else if (expecting === 'dataEnd') {
        if (text !== '') throw malformed()
        expecting = 'size'
      } else if (text === '') expecting = 'nothing'
      else addTrailer(text, trailers)
    }
  }
  // Some clients end directly after the last size line, or after a trailer without a blank line.
  if (expecting === 'trailer' && line.trim() !== '') addTrailer(line, trailers)
  if (expecting !== 'nothing' && expecting !== 'trailer') {
    throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly')
  }
}

const maxLineLength = 16 * 1024

function sizeOf(line: string): number {
  const size = /^([0-9a-fA-F]{1,12})(;.*)?$/.exec(line)?.[1]
  if (size === undefined) throw malformed()
  return Number.parseInt(size, 16)
}

function addTrailer(line: string, trailers: Map<string, string>): void {
  const colon = line.indexOf(':')
  if (colon < 1)
    throw new AwsError('MalformedTrailerError', 'The request contained trailing data that was not well-formed')
  trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
}

function malformed(): AwsError {
  return new AwsError('InvalidRequest', 'The chunked encoding of the request body is not well-formed.')
}
