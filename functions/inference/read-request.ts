import { type InferenceRequest, parseInferenceRequest } from '../consumer/inference-request.ts'
import { BulkData } from './bulk-data.ts'
import { findBulk } from './find-bulk.ts'

// An inference request as it lies in this buffer, or INVALID_INPUT. Large data stays there until the tensors are made.
export function readRequest(bytes: Buffer): InferenceRequest {
  const found = findBulk(bytes)
  const texts: string[] = []
  let at = 0
  for (const { begin, end } of found) {
    texts.push(bytes.toString('utf8', at, begin), '[]')
    at = end
  }
  const request = parseInferenceRequest(texts.join('') + bytes.toString('utf8', at))
  for (const { input, begin, end } of found) {
    const owner = request.inputs[input]
    if (owner) owner.bulk = new BulkData(bytes, begin, end)
  }
  return request
}
