import type { ListObjectsOutput, ListObjectsRequest } from '@aws-sdk/client-s3'
import { type PageStart, listCurrentObjects, listPermissions, objectRow } from '../object-listing.ts'
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
    const { page, encode, commonOutput } = listCurrentObjects(input, call, () => pageStart(input))
    const next = page.next && ('entry' in page.next ? page.next.entry.key : page.next.commonPrefix)
    return {
      ...commonOutput,
      Marker: encode(input.Marker ?? ''),
      Contents: page.entries.map(object => ({ ...objectRow(object, encode), Owner: call.account.s3.owner })),
      // "This element is returned only if you have the delimiter request parameter specified."
      ...(next !== undefined && input.Delimiter && { NextMarker: encode(next) }),
    }
  },
}

/** A marker may be a key or, with a delimiter, the group at the end of the previous page. */
function pageStart({ Marker, Delimiter }: ListObjectsRequest): PageStart {
  if (!Marker) return {}
  return Delimiter && Marker.endsWith(Delimiter) ? { after: Marker, commonPrefix: Marker } : { after: Marker }
}
