import type { ListObjectsOutput, ListObjectsRequest } from '@aws-sdk/client-s3'
import { bucketOf } from '../bucket-access.ts'
import { pageSize } from '../listing.ts'
import { encoderFor, listCurrentObjects, listPermissions, objectRow } from '../object-listing.ts'
import type { Operation } from '../operation.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html
export const listObjects: Operation<ListObjectsRequest, ListObjectsOutput> = {
  honours: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'Marker',
    'MaxKeys',
    'Prefix',
    // Nothing is archived here, so no object has a restore status.
    'OptionalObjectAttributes',
  ],
  permissions: listPermissions,
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const encode = encoderFor(input.EncodingType)
    const maxKeys = pageSize('max-keys', input.MaxKeys)
    const request = { prefix: input.Prefix ?? '', delimiter: input.Delimiter ?? '', maxKeys }
    const page = listCurrentObjects(bucket, request, behind(input))
    const next = page.next && ('entry' in page.next ? page.next.entry.key : page.next.commonPrefix)
    return {
      Name: bucket.name,
      Prefix: encode(request.prefix),
      Marker: encode(input.Marker ?? ''),
      MaxKeys: maxKeys,
      IsTruncated: next !== undefined,
      Contents: page.entries.map(object => ({ ...objectRow(object, encode), Owner: call.account.s3.owner })),
      CommonPrefixes: page.commonPrefixes.map(Prefix => ({ Prefix: encode(Prefix) })),
      ...(input.Delimiter !== undefined && { Delimiter: encode(input.Delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      // "This element is returned only if you have the delimiter request parameter specified."
      ...(next !== undefined && input.Delimiter !== undefined && { NextMarker: encode(next) }),
    }
  },
}

/** A marker may be a key or, with a delimiter, the group at the end of the previous page. */
function behind({ Marker, Delimiter }: ListObjectsRequest): { after?: string; commonPrefix?: string } {
  if (!Marker) return {}
  return Delimiter && Marker.endsWith(Delimiter) ? { after: Marker, commonPrefix: Marker } : { after: Marker }
}
