import type { AwsRequest } from '../../protocols/exchange.ts'
import { attributeNames, checkAttributeNames } from './attribute-names.ts'
import { invalidArgument } from './s3-errors.ts'

/**
 * Refuses what S3 refuses of a read request for a key before it looks for the bucket, and returns the request without
 * what its operation itself reads later, in the order of S3.
 * https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py
 *
 * @throws AwsError InvalidArgument
 */
export function readObjectQuery(operationName: string, request: AwsRequest): AwsRequest {
  if (!/^(Get|Head)Object|^ListParts$/.test(operationName)) return request
  const version = request.query.get('versionId')
  if (version !== null && operationName === 'ListParts')
    throw invalidArgument('This operation does not accept a version-id.', 'versionId', version)
  if (version === '') throw invalidArgument('Version id cannot be the empty string', 'versionId', version)
  if (operationName === 'GetObjectAttributes') {
    const names = attributeNames(request)
    checkAttributeNames(names)
    return { ...request, headers: { ...request.headers, 'x-amz-object-attributes': names.join(',') } }
  }
  const query = new URLSearchParams(request.query)
  query.delete('partNumber')
  return { ...request, query }
}
