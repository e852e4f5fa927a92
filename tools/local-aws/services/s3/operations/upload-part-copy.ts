import type { UploadPartCopyOutput, UploadPartCopyRequest } from '@aws-sdk/client-s3'
import { bucketOf, permissionOn } from '../bucket-access.ts'
import { checksumMembers } from '../checksum-members.ts'
import { copiedContent } from '../content/copied-content.ts'
import { maxPutBytes } from '../content/received-body.ts'
import type { ByteRange } from '../content/stored-content.ts'
import { copySource, sourcePermission } from '../copy-source.ts'
import { keepPart } from '../multipart-upload.ts'
import { quoted } from '../new-object.ts'
import type { Operation } from '../operation.ts'
import { invalidArgument, S3Error } from '../s3-errors.ts'
import { checkPartNumber, uploadOf } from '../upload-lookup.ts'
import { wholeSecond } from '../whole-second.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
export const uploadPartCopy: Operation<UploadPartCopyRequest, UploadPartCopyOutput> = {
  honours: [
    'Bucket',
    'Key',
    'PartNumber',
    'UploadId',
    'CopySource',
    'CopySourceRange',
    'ExpectedSourceBucketOwner',
    'CopySourceIfMatch',
    'CopySourceIfModifiedSince',
    'CopySourceIfNoneMatch',
    'CopySourceIfUnmodifiedSince',
  ],
  permissions: (input, call) => [
    sourcePermission(input, call),
    permissionOn(bucketOf(input, call), call, { action: 's3:PutObject', key: input.Key }),
  ],
  run: async (input, call) => {
    const bucket = bucketOf(input, call)
    const partNumber = input.PartNumber!
    checkPartNumber(partNumber)
    const upload = uploadOf(input, bucket)
    const { bucket: sourceBucket, object: source } = copySource(input, call)
    const range = copyRange(input.CopySourceRange, source.content.size)
    if ((range ? range.last - range.first + 1 : source.content.size) > maxPutBytes) {
      const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${maxPutBytes}`
      throw new S3Error('InvalidRequest', message, 400)
    }
    const { content, md5, checksum } = await copiedContent(source, upload.algorithm, call.account.s3.store, range)
    const lastModified = wholeSecond(call.account.now())
    keepPart(bucket.uploads, upload, { partNumber, content, md5, lastModified, checksum })
    return {
      CopyPartResult: {
        ETag: quoted(md5),
        LastModified: lastModified,
        ...(upload.clientChoseChecksum && checksumMembers(checksum)),
      },
      ServerSideEncryption: 'AES256',
      ...(sourceBucket.versioning && { CopySourceVersionId: source.versionId }),
    }
  },
}

/** Unlike a GET's range this one must have both ends, and both must lie in the object. */
function copyRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined
  const match = /^bytes=(\d+)-(\d+)$/.exec(header)
  if (!match) {
    const message =
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy'
    throw invalidArgument(message, 'x-amz-copy-source-range', header)
  }
  const range = { first: Number(match[1]), last: Number(match[2]) }
  if (range.first > range.last || range.last >= size) {
    const message = `Range specified is not valid for source object of size: ${size}`
    throw invalidArgument(message, 'x-amz-copy-source-range', header)
  }
  return range
}
