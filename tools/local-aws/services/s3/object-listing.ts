import type { _Object, EncodingType } from '@aws-sdk/client-s3'
import type { Permission } from '../../iam/permission.ts'
import { bucketOf, permissionOn } from './bucket-access.ts'
import type { Bucket } from './bucket.ts'
import { urlEncodedKey } from './key-encoding.ts'
import { listPage, pageLimit } from './listing.ts'
import type { ObjectVersion } from './object-version.ts'
import type { Call } from './operation.ts'
import { invalidArgument } from './s3-errors.ts'
import { isObject } from './versioned-objects.ts'
import { checkRange, largestNumber } from './whole-number.ts'

interface ListInput {
  readonly Bucket?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
  readonly Prefix?: string | undefined
  readonly Delimiter?: string | undefined
  readonly MaxKeys?: number | undefined
  readonly EncodingType?: EncodingType | undefined
}

/** Policies may allow s3:ListBucket for a prefix only. */
export function listPermissions(input: ListInput, call: Call): Permission[] {
  return [permissionOn(bucketOf(input, call), call, { action: 's3:ListBucket', context: listContext(input) })]
}

export function listContext({ Prefix, Delimiter, MaxKeys }: ListInput): Record<string, string> {
  return {
    ...(Prefix !== undefined && { 's3:prefix': Prefix }),
    ...(Delimiter !== undefined && { 's3:delimiter': Delimiter }),
    ...(MaxKeys !== undefined && { 's3:max-keys': String(MaxKeys) }),
  }
}

/** The start of a page: after a key, or after a whole group. */
export interface PageStart {
  readonly after?: string
  readonly commonPrefix?: string
}

/**
 * A page of the objects that a GET would find, and the members that ListObjects and ListObjectsV2 have in common. The
 * checks have the order of S3.
 */
export function listCurrentObjects(input: ListInput, call: Call, pageStart: () => PageStart) {
  const bucket = bucketOf(input, call)
  const encode = encoderFor(input.EncodingType)
  const { after, commonPrefix } = pageStart()
  const { Prefix = '', Delimiter, MaxKeys = pageLimit } = input
  checkRange('maxKeys', MaxKeys, [0, largestNumber])
  const objects = currentObjects(bucket, Prefix, after ?? commonPrefix ?? '', after)
  const page = listPage(objects, ({ key }) => key, {
    prefix: Prefix,
    delimiter: Delimiter ?? '',
    maxKeys: Math.min(MaxKeys, pageLimit),
    afterCommonPrefix: commonPrefix,
  })
  const commonOutput = {
    Name: bucket.name,
    Prefix: encode(Prefix),
    // As it was asked, even if it is over the limit of a page.
    MaxKeys,
    IsTruncated: page.next !== undefined,
    CommonPrefixes: page.commonPrefixes.map(group => ({ Prefix: encode(group) })),
    Delimiter: Delimiter ? encode(Delimiter) : undefined,
    EncodingType: input.EncodingType,
  }
  return { page, encode, commonOutput }
}

function* currentObjects(bucket: Bucket, prefix: string, from: string, after: string | undefined) {
  for (const key of bucket.objects.keys(prefix, from)) {
    const current = bucket.objects.current(key)
    if (key !== after && isObject(current)) yield current
  }
}

export function objectRow(object: ObjectVersion, encode: (text: string) => string): _Object {
  return {
    Key: encode(object.key),
    LastModified: object.lastModified,
    ETag: object.eTag,
    Size: object.content.size,
    StorageClass: object.attributes.storageClass as NonNullable<_Object['StorageClass']>,
    ChecksumAlgorithm: [object.checksum.algorithm],
    ChecksumType: object.checksum.type,
  }
}

/** @throws AwsError InvalidArgument */
export function encoderFor(encodingType: EncodingType | undefined): (text: string) => string {
  if (encodingType === undefined) return text => text
  if (encodingType.toLowerCase() === 'url') return urlEncodedKey
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType)
}
