import type { ListObjectVersionsOutput, ListObjectVersionsRequest } from '@aws-sdk/client-s3'
import { bucketOf, permissionOn } from '../bucket-access.ts'
import type { Bucket } from '../bucket.ts'
import { listPage, pageLimit } from '../listing.ts'
import { encoderFor, listContext, objectRow } from '../object-listing.ts'
import { checkVersionIdForm } from '../object-lookup.ts'
import type { AnyVersion } from '../object-version.ts'
import type { Operation } from '../operation.ts'
import { refusedParameter } from '../s3-errors.ts'
import { isDeleteMarker, isObject } from '../versioned-objects.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
export const listObjectVersions: Operation<ListObjectVersionsRequest, ListObjectVersionsOutput> = {
  honours: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'KeyMarker',
    'MaxKeys',
    'Prefix',
    'VersionIdMarker',
    // Nothing is archived here, so no object has a restore status.
    'OptionalObjectAttributes',
  ],
  permissions: (input, call) => [
    permissionOn(bucketOf(input, call), call, { action: 's3:ListBucketVersions', context: listContext(input) }),
  ],
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    if (input.VersionIdMarker) checkVersionIdForm(input.VersionIdMarker, 'version-id-marker')
    const encode = encoderFor(input.EncodingType)
    const { MaxKeys = pageLimit } = input
    if (MaxKeys < 0) throw refusedParameter('max-keys', 'max-keys cannot be negative')
    const prefix = input.Prefix ?? ''
    const delimiter = input.Delimiter ?? ''
    const afterGroup = delimiter !== '' && input.KeyMarker?.endsWith(delimiter) ? input.KeyMarker : undefined
    const page = listPage(versionsBehind(bucket, prefix, input), ({ key }) => key, {
      prefix,
      delimiter,
      maxKeys: Math.min(MaxKeys, pageLimit),
      afterCommonPrefix: afterGroup,
    })
    const row = (version: AnyVersion) => ({
      VersionId: version.versionId,
      IsLatest: bucket.objects.current(version.key) === version,
      Owner: call.account.s3.owner,
    })
    return {
      Name: bucket.name,
      Prefix: encode(prefix),
      KeyMarker: encode(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      // As it was asked, even if it is over the limit of a page.
      MaxKeys,
      IsTruncated: page.next !== undefined,
      Versions: page.entries.filter(isObject).map(version => ({
        ...objectRow(version, encode),
        ...row(version),
        StorageClass: 'STANDARD' as const,
      })),
      DeleteMarkers: page.entries.filter(isDeleteMarker).map(marker => ({
        Key: encode(marker.key),
        LastModified: marker.lastModified,
        ...row(marker),
      })),
      CommonPrefixes: page.commonPrefixes.map(Prefix => ({ Prefix: encode(Prefix) })),
      ...(input.Delimiter !== undefined && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(page.next && nextMarkers(page.next, encode)),
    }
  },
}

function nextMarkers(next: { entry: AnyVersion } | { commonPrefix: string }, encode: (text: string) => string) {
  if ('commonPrefix' in next) return { NextKeyMarker: encode(next.commonPrefix) }
  return { NextKeyMarker: encode(next.entry.key), NextVersionIdMarker: next.entry.versionId }
}

/** All versions in order, after the markers: a key marker alone skips all versions of that key. */
function* versionsBehind(
  bucket: Bucket,
  prefix: string,
  { KeyMarker, VersionIdMarker }: ListObjectVersionsRequest,
): Generator<AnyVersion> {
  // The answer of S3 to an empty key: recorded/s3.yaml.
  if (VersionIdMarker && KeyMarker === '') return
  for (const key of bucket.objects.keys(prefix, KeyMarker ?? '')) {
    const versions = bucket.objects.versionsOf(key)
    if (key !== KeyMarker) yield* versions
    else if (VersionIdMarker) {
      yield* versions.slice(versions.findIndex(({ versionId }) => versionId === VersionIdMarker) + 1)
    }
  }
}
