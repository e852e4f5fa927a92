import { isUtf8 } from 'node:buffer'
import { type InferenceRequest, parseInferenceRequest } from '../consumer/inference-request.ts'
import { Failure } from '../failure/failure.ts'
import { BulkData } from './bulk-data.ts'
import { findBulk } from './find-bulk.ts'

/**
 * Reads the inference request in this buffer. Throws INVALID_INPUT, also if more than this many bytes lie outside of
 * large data, because those are parsed as a whole. Large data stays in the buffer until the tensors are made.
 */
export function readRequest(bytes: Buffer, parsedLimitBytes: number): InferenceRequest {
  // JSON is UTF-8 (RFC 8259, 8.1). A reader turns everything else into U+FFFD, and the model would get a different text
  // than was sent.
  if (!isUtf8(bytes)) throw new Failure('INVALID_INPUT', 'The input file is not UTF-8, as JSON must be.')
  const found = findBulk(bytes)
  const parsedBytes = bytes.length - found.reduce((sum, { begin, end }) => sum + end - begin, 0)
  if (parsedBytes > parsedLimitBytes) {
    const message =
      `The input file is not an inference request, or has ${parsedBytes} bytes outside of the data of its inputs; ` +
      `the limit for them is ${parsedLimitBytes}.`
    throw new Failure('INVALID_INPUT', message)
  }
  const texts: string[] = []
  let at = 0
  for (const { begin, end } of found) {
    texts.push(bytes.toString('utf8', at, begin), '[]')
    at = end
  }
  const request = parseInferenceRequest(texts.join('') + bytes.toString('utf8', at))
  for (const { input, begin, end } of found) {
    const owner = request.inputs[input] as (typeof request.inputs)[number] // the parser has found it too
    owner.bulk = new BulkData(bytes, begin, end)
  }
  return request
}
