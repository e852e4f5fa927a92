import type { AwsRequest } from '../../protocols/exchange.ts'
import { invalidArgument, S3Error } from './s3-errors.ts'
import { bucketAtKey, ofBucket, ofObject, part, type SubResource } from './sub-resource-types.ts'

/**
 * Refuses two sub-resources in one request, and a method that its resource does not have, as S3 does before it looks
 * for the bucket. Otherwise `DELETE /bucket?versioning` would delete the bucket. Returns the request, at the path of
 * the bucket if the sub-resource is the bucket's.
 * https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py (_REFUSAL_ROWS)
 *
 * @param request with the path that addressing.ts makes
 * @throws AwsError InvalidArgument 400, InvalidRequest 400, MethodNotAllowed 405, PreconditionFailed 412
 */
export function withOneSubResource(request: AwsRequest): AwsRequest {
  const { method, path, query, headers } = request
  if (path === '') {
    if (method !== 'GET') throw methodNotAllowed(method, { type: 'SERVICE', methods: ['GET'] })
    return request
  }
  const atBucket = path === '/'
  const selected = selectedIn(query, atBucket ? ofBucket : ofObject)
  if (selected.length > 1) {
    const message = `Conflicting query string parameters: ${selected.join(', ')}`
    throw invalidArgument(message, 'ResourceType', selected[0])
  }
  const [name] = selected
  if (name === 'partNumber') checkPart(method, atBucket)
  else if (name !== undefined) {
    const found = isPart(query) ? part : (atBucket ? ofBucket : ofObject)[name]!
    if (!found.methods.includes(method)) throw methodNotAllowed(method, found)
    return !atBucket && name in bucketAtKey ? { ...request, path: '/' } : request
  } else if (method === 'PATCH') throw methodNotAllowed(method, { type: atBucket ? 'BUCKET' : 'OBJECT', methods: [] })
  else if (method === 'POST') {
    if (!atBucket) throw methodNotAllowed(method, { type: 'OBJECT', methods: [] })
    if (!headers['content-type']?.startsWith('multipart/form-data')) throw noForm()
  }
  return request
}

/** The names in their order. A part's number counts, unless it is that of an upload's part. */
function selectedIn(query: AwsRequest['query'], known: Readonly<Record<string, SubResource>>): string[] {
  const names = new Set([...query.keys()].filter(name => Object.hasOwn(known, name)))
  if (query.has('partNumber') && !isPart(query)) names.add('partNumber')
  return [...names].toSorted((one, other) => (one < other ? -1 : 1))
}

function isPart(query: AwsRequest['query']): boolean {
  return query.has('partNumber') && query.has('uploadId')
}

/** A GET or HEAD with the number of a part alone reads that part. */
function checkPart(method: string, atBucket: boolean): void {
  if (atBucket) throw new S3Error('InvalidRequest', 'Object must have a valid key name.', 400)
  // https://github.com/versity/versitygw/issues/1237
  if (method === 'PUT')
    throw invalidArgument('This operation does not accept partNumber without uploadId', 'partNumber', 'partNumber')
}

/** The methods are those in S3's answer, if they are known. */
function methodNotAllowed(method: string, { type, methods }: SubResource): S3Error {
  const headers: Record<string, string> = methods.length === 0 ? {} : { allow: methods.join(', ') }
  const details = { Method: method, ResourceType: type }
  return new S3Error(
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    405,
    details,
    headers,
  )
}

function noForm(): S3Error {
  return new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
  })
}
