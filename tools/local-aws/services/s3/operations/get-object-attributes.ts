import type { GetObjectAttributesOutput, GetObjectAttributesRequest } from '@aws-sdk/client-s3'
import { attributeNames, noAttributeNames } from '../attribute-names.ts'
import { bucketOf, permissionOn } from '../bucket-access.ts'
import { checksumMembers, objectChecksumMembers } from '../checksum-members.ts'
import { pageSize, partMarker } from '../listing.ts'
import { checkVersionId, existingObject } from '../object-lookup.ts'
import type { ObjectVersion } from '../object-version.ts'
import type { Operation } from '../operation.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
export const getObjectAttributes: Operation<GetObjectAttributesRequest, GetObjectAttributesOutput> = {
  honours: ['Bucket', 'Key', 'VersionId', 'ObjectAttributes', 'MaxParts', 'PartNumberMarker'],
  permissions: (input, call) => {
    const bucket = bucketOf(input, call)
    const actions =
      input.VersionId === undefined
        ? ['s3:GetObject', 's3:GetObjectAttributes']
        : ['s3:GetObjectVersion', 's3:GetObjectVersionAttributes']
    return actions.map(action => permissionOn(bucket, call, { action, key: input.Key }))
  },
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const request = { key: input.Key!, versionId: input.VersionId }
    if (input.VersionId !== undefined) checkVersionId(bucket, input.VersionId)
    const asked = new Set(attributeNames(call.http))
    if (asked.size === 0) throw noAttributeNames()
    const object = existingObject(bucket, call.caller, request)
    return {
      LastModified: object.lastModified,
      ...(bucket.versioning && { VersionId: object.versionId }),
      ...(asked.has('ETag') && { ETag: object.eTag.replaceAll('"', '') }),
      ...(asked.has('Checksum') && { Checksum: objectChecksumMembers(object.checksum) }),
      ...(asked.has('ObjectSize') && { ObjectSize: object.content.size }),
      ...(asked.has('StorageClass') && { StorageClass: object.attributes.storageClass }),
      ...(asked.has('ObjectParts') && object.parts && { ObjectParts: partsOf(object, input) }),
    }
  },
}

/** The parts are listed only if they have checksums of their own. */
function partsOf({ parts = [] }: ObjectVersion, input: GetObjectAttributesRequest) {
  const marker = partMarker('x-amz-part-number-marker', input.PartNumberMarker)
  const maxParts = pageSize('x-amz-max-parts', input.MaxParts)
  const afterMarker = parts.filter(part => part.checksum && part.partNumber > marker)
  const page = afterMarker.slice(0, maxParts)
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
    MaxParts: maxParts,
    IsTruncated: page.length < afterMarker.length,
    Parts: page.map(part => ({ PartNumber: part.partNumber, Size: part.size, ...checksumMembers(part.checksum!) })),
  }
}
