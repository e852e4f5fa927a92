import type { ListMultipartUploadsOutput, ListMultipartUploadsRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Bucket } from '../bucket.ts'
import { compareKeys } from '../key-order.ts'
import { listPage, pageSize } from '../listing.ts'
import type { MultipartUpload } from '../multipart-upload.ts'
import { encoderFor } from '../object-listing.ts'
import type { Operation } from '../operation.ts'
import { invalidArgument } from '../s3-errors.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
export const listMultipartUploads: Operation<ListMultipartUploadsRequest, ListMultipartUploadsOutput> = {
  honours: ['Bucket', 'Delimiter', 'EncodingType', 'KeyMarker', 'MaxUploads', 'Prefix', 'UploadIdMarker'],
  permissions: onBucket('s3:ListBucketMultipartUploads'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const encode = encoderFor(input.EncodingType)
    const prefix = input.Prefix ?? ''
    const delimiter = input.Delimiter ?? ''
    const maxKeys = pageSize('max-uploads', input.MaxUploads)
    checkUploadIdMarker(bucket, input)
    const uploads = [...bucket.uploads.values()].filter(({ key }) => key.startsWith(prefix)).sort(byKeyThenTime)
    const page = listPage(behindMarkers(uploads, input), ({ key }) => key, {
      prefix,
      delimiter,
      maxKeys,
      ...(delimiter !== '' && input.KeyMarker?.endsWith(delimiter) && { afterCommonPrefix: input.KeyMarker }),
    })
    const owner = call.account.s3.owner
    return {
      Bucket: bucket.name,
      KeyMarker: encode(input.KeyMarker ?? ''),
      // "If key-marker is not specified, the upload-id-marker parameter is ignored."
      UploadIdMarker: input.KeyMarker ? (input.UploadIdMarker ?? '') : '',
      NextKeyMarker: '',
      NextUploadIdMarker: '',
      ...(prefix !== '' && { Prefix: encode(prefix) }),
      MaxUploads: maxKeys,
      IsTruncated: page.next !== undefined,
      Uploads: page.entries.map(upload => ({
        UploadId: upload.uploadId,
        Key: encode(upload.key),
        Initiated: upload.initiated,
        StorageClass: upload.attributes.storageClass,
        Owner: owner,
        Initiator: { ID: owner.ID },
        ...(upload.clientChoseChecksum && {
          ChecksumAlgorithm: upload.algorithm,
          ChecksumType: upload.checksumType,
        }),
      })),
      CommonPrefixes: page.commonPrefixes.map(Prefix => ({ Prefix: encode(Prefix) })),
      ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
      ...(input.EncodingType && { EncodingType: input.EncodingType }),
      ...(page.next &&
        ('entry' in page.next
          ? { NextKeyMarker: encode(page.next.entry.key), NextUploadIdMarker: page.next.entry.uploadId }
          : { NextKeyMarker: encode(page.next.commonPrefix) })),
    }
  },
}

function byKeyThenTime(one: MultipartUpload, other: MultipartUpload): number {
  return compareKeys(one.key, other.key) || one.initiated.getTime() - other.initiated.getTime()
}

/** Words: recorded/s3.yaml. What S3 answers to the ID of another key's upload is not known. */
function checkUploadIdMarker(bucket: Bucket, { KeyMarker, UploadIdMarker }: ListMultipartUploadsRequest): void {
  if (KeyMarker && UploadIdMarker && !bucket.uploads.has(UploadIdMarker))
    throw invalidArgument('Invalid uploadId marker', 'upload-id-marker', UploadIdMarker)
}

function behindMarkers(
  uploads: readonly MultipartUpload[],
  { KeyMarker = '', UploadIdMarker }: ListMultipartUploadsRequest,
): readonly MultipartUpload[] {
  const marked = KeyMarker && UploadIdMarker ? uploads.findIndex(({ uploadId }) => uploadId === UploadIdMarker) : -1
  if (marked >= 0) return uploads.slice(marked + 1)
  return KeyMarker === '' ? uploads : uploads.filter(({ key }) => compareKeys(key, KeyMarker) > 0)
}
