import type { GetObjectRequest, HeadObjectOutput } from '@aws-sdk/client-s3'
import type { Bucket } from './bucket.ts'
import { bucketOf } from './bucket-access.ts'
import { checksumMembers, objectChecksumMembers } from './checksum-members.ts'
import type { ByteRange } from './content/stored-content.ts'
import { storedMembers } from './object-attributes.ts'
import { checkVersionId, existingObject } from './object-lookup.ts'
import type { ObjectPart, ObjectVersion } from './object-version.ts'
import type { Call } from './operation.ts'
import { checkReadConditions } from './preconditions.ts'
import { requestedRange } from './requested-range.ts'
import { invalidArgument, S3Error } from './s3-errors.ts'
import { checkPartNumber } from './upload-lookup.ts'

const overriding = ['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'ContentType'] as const

export interface SelectedObject {
  readonly object: ObjectVersion
  /** Missing for the whole object. */
  readonly range: ByteRange | undefined
  readonly members: HeadObjectOutput
}

/** The members that both operations honour. */
export const selectionMembers = [
  'Bucket',
  'Key',
  'VersionId',
  'PartNumber',
  'Range',
  'ChecksumMode',
  'IfMatch',
  'IfNoneMatch',
  'IfModifiedSince',
  'IfUnmodifiedSince',
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
  'ResponseContentLanguage',
  'ResponseContentType',
  'ResponseExpires',
] as const satisfies readonly (keyof GetObjectRequest)[]

/**
 * The common steps of GetObject and HeadObject: find the object, check conditions, choose the bytes, describe them.
 * The checks have the order of S3: https://github.com/brekkylab/backlot/blob/main/tests/test_s3.py
 */
export function selectObject(input: GetObjectRequest, call: Call): SelectedObject {
  const bucket = bucketOf(input, call)
  if (input.VersionId !== undefined) checkVersionId(bucket, input.VersionId)
  const partNumber = requestedPart(call.http)
  const object = selectedObject(bucket, input, call)
  checkReadConditions(input, object)
  const { size } = object.content
  const part = partNumber === undefined ? undefined : partOf(object, partNumber)
  const range = part ? part.range : requestedRange(input.Range, size)
  const members: HeadObjectOutput = {
    ...storedMembers(object, bucket),
    ...overrides(input),
    ContentLength: range ? range.last - range.first + 1 : size,
    ...(range && size > 0 && { ContentRange: `bytes ${range.first}-${range.last}/${size}` }),
    ...(part && object.parts && { PartsCount: object.parts.length }),
    ...(wantsChecksum(call.http) && checksumOf(object, part?.part, range)),
  }
  return { object, range, members }
}

/** For a missing object a GET with a wrong checksum mode, and no HEAD, is refused for that. */
function selectedObject(bucket: Bucket, { Key, VersionId }: GetObjectRequest, call: Call): ObjectVersion {
  try {
    return existingObject(bucket, call.caller, { key: Key!, ...(VersionId !== undefined && { versionId: VersionId }) })
  } catch (error) {
    if (call.http.method === 'GET') wantsChecksum(call.http)
    throw error
  }
}

/** @throws AwsError InvalidRequest for any other mode */
function wantsChecksum({ headers }: Call['http']): boolean {
  const mode = headers['x-amz-checksum-mode']
  if (mode === undefined || mode.trim().toLowerCase() === 'enabled') return mode !== undefined
  throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-mode header is invalid.', 400)
}

/** @throws AwsError InvalidArgument, InvalidRequest */
function requestedPart({ query, headers }: Call['http']): number | undefined {
  const text = query.get('partNumber')
  if (text === null) return undefined
  if (headers.range !== undefined)
    throw new S3Error('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter', 400)
  checkPartNumber(/^\d+$/.test(text) ? Number(text) : Number.NaN, text)
  return Number(text)
}

/** The checksum of the whole object does not apply to a range, so a range has none; a part has its own. */
function checksumOf(object: ObjectVersion, part: ObjectPart | undefined, range: ByteRange | undefined) {
  if (part?.checksum) return { ...checksumMembers(part.checksum), ChecksumType: object.checksum.type }
  const whole = range === undefined || range.last - range.first + 1 === object.content.size
  return whole ? objectChecksumMembers(object.checksum) : {}
}

/** An object that was not uploaded in parts has itself as part 1. */
function partOf(object: ObjectVersion, partNumber: number): { part?: ObjectPart; range: ByteRange } {
  const parts = object.parts ?? [{ partNumber: 1, size: object.content.size }]
  const part = parts[partNumber - 1]
  if (!part) {
    throw new S3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      PartNumberRequested: partNumber,
      ActualPartCount: parts.length,
    })
  }
  const first = parts.slice(0, partNumber - 1).reduce((sum, { size }) => sum + size, 0)
  return { part, range: { first, last: first + part.size - 1 } }
}

/** @throws AwsError InvalidArgument for a value that no header can carry: https://github.com/guardian/grid/pull/1716 */
function overrides(input: GetObjectRequest): HeadObjectOutput {
  for (const name of overriding) {
    const value = input[`Response${name}`]
    const header = `response-${name.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()}`
    if (typeof value === 'string' && /[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.', header, value)
  }
  return {
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseExpires !== undefined && { Expires: input.ResponseExpires }),
  }
}
