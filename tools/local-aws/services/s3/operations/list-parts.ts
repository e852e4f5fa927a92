import type { ListPartsOutput, ListPartsRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import { checksumMembers } from '../checksum-members.ts'
import { pageSize, partMarker } from '../listing.ts'
import { quoted } from '../new-object.ts'
import type { Operation } from '../operation.ts'
import { uploadOf } from '../upload-lookup.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
export const listParts: Operation<ListPartsRequest, ListPartsOutput> = {
  honours: ['Bucket', 'Key', 'UploadId', 'MaxParts', 'PartNumberMarker'],
  permissions: onObject('s3:ListMultipartUploadParts'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const upload = uploadOf(input, bucket)
    const marker = partMarker('part-number-marker', input.PartNumberMarker)
    const maxParts = pageSize('max-parts', input.MaxParts)
    const afterMarker = [...upload.parts.values()]
      .filter(part => part.partNumber > marker)
      .sort((one, other) => one.partNumber - other.partNumber)
    const page = afterMarker.slice(0, maxParts)
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      PartNumberMarker: String(marker),
      NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
      MaxParts: maxParts,
      IsTruncated: page.length < afterMarker.length,
      Parts: page.map(part => ({
        PartNumber: part.partNumber,
        LastModified: part.lastModified,
        ETag: quoted(part.md5),
        Size: part.content.size,
        ...(upload.clientChoseChecksum && checksumMembers(part.checksum)),
      })),
      Initiator: { ID: call.account.s3.owner.ID },
      Owner: call.account.s3.owner,
      StorageClass: upload.attributes.storageClass,
      ...(upload.clientChoseChecksum && {
        ChecksumAlgorithm: upload.algorithm,
        ChecksumType: upload.checksumType,
      }),
    }
  },
}
