import type { _Object, EncodingType } from '@aws-sdk/client-s3'
import type { Permission } from '../../iam/permission.ts'
import { bucketOf, permissionOn } from './bucket-access.ts'
import type { Bucket } from './bucket.ts'
import { urlEncodedKey } from './key-encoding.ts'
import type { Listed, ListingRequest } from './listing.ts'
import { listPage } from './listing.ts'
import type { ObjectVersion } from './object-version.ts'
import type { Call } from './operation.ts'
import { invalidArgument } from './s3-errors.ts'
import { isObject } from './versioned-objects.ts'

interface ListInput {
  readonly Bucket?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
  readonly Prefix?: string | undefined
  readonly Delimiter?: string | undefined
  readonly MaxKeys?: number | undefined
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

/** The objects that a GET would find, after a key or after a whole group. */
export function listCurrentObjects(
  bucket: Bucket,
  request: Omit<ListingRequest, 'afterCommonPrefix'>,
  { after, commonPrefix }: { after?: string; commonPrefix?: string },
): Listed<ObjectVersion> {
  const from = after ?? commonPrefix ?? ''
  return listPage(currentObjects(bucket, request.prefix, from, after), ({ key }) => key, {
    ...request,
    ...(commonPrefix !== undefined && { afterCommonPrefix: commonPrefix }),
  })
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
  if (encodingType === 'url') return urlEncodedKey
  throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType)
}
