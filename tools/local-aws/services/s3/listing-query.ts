import type { AwsRequest } from '../../protocols/exchange.ts'
import { invalidArgument, refusedParameter } from './s3-errors.ts'
import { wholeNumber } from './whole-number.ts'

type Query = AwsRequest['query']

/** The numbers in the query of each listing. */
const numbers: Readonly<Record<string, readonly string[]>> = {
  ListBuckets: ['max-buckets'],
  ListObjects: ['max-keys'],
  ListObjectsV2: ['max-keys'],
  ListObjectVersions: ['max-keys'],
  ListMultipartUploads: ['max-uploads'],
  ListParts: ['max-parts', 'part-number-marker'],
}

/**
 * Refuses what S3 refuses in the query of a listing before it looks for the bucket, and returns the request without
 * empty numbers, which are none. Whether a number is in its range is checked after the bucket.
 * https://github.com/versity/versitygw/issues/1804, https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py
 *
 * @throws AwsError InvalidArgument
 */
export function readListingQuery(operationName: string, request: AwsRequest): AwsRequest {
  const names = numbers[operationName]
  if (!names) return request
  const query = new URLSearchParams(request.query)
  for (const name of names) {
    const text = query.get(name)
    if (text === '') query.delete(name)
    else if (text !== null) wholeNumber(name, text)
  }
  if (operationName === 'ListObjects') refuseParametersOfV2(query)
  if (operationName === 'ListObjectsV2' && query.has('marker'))
    throw refusedParameter('marker', 'Marker unsupported with REST.GET.BUCKET in list-type=2')
  if (operationName === 'ListObjectVersions') checkVersionMarker(query)
  return { ...request, query }
}

function refuseParametersOfV2(query: Query): void {
  for (const [name, words] of [
    ['continuation-token', 'continuation-token'],
    ['start-after', 'startAfter'],
  ] as const)
    if (query.has(name)) throw refusedParameter(name, `${words} only supported in REST.GET.BUCKET with list-type=2`)
}

/** An empty key marker is one. */
function checkVersionMarker(query: Query): void {
  const marker = query.get('version-id-marker')
  if (marker === null) return
  if (!query.has('key-marker')) {
    const message = 'A version-id marker cannot be specified without a key marker.'
    throw invalidArgument(message, 'version-id-marker', marker)
  }
  if (marker === '') throw invalidArgument('A version-id marker cannot be empty.', 'version-id-marker', marker)
}
