import type { UploadPartOutput, UploadPartRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import { checksumMembers, checksumRequestMembers } from '../checksum-members.ts'
import { expectedDigests } from '../content/expected-digests.ts'
import { receiveBody } from '../content/received-body.ts'
import { keepPart, type MultipartUpload } from '../multipart-upload.ts'
import { quoted } from '../new-object.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'
import { checkPartNumber, uploadOf } from '../upload-lookup.ts'
import { wholeSecond } from '../whole-second.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html
export const uploadPart: Operation<UploadPartRequest, UploadPartOutput> = {
  honours: ['Bucket', 'Key', 'PartNumber', 'UploadId', 'Body', 'ContentLength', ...checksumRequestMembers],
  permissions: onObject('s3:PutObject'),
  run: async (input, call) => {
    const bucket = bucketOf(input, call)
    const partNumber = input.PartNumber!
    checkPartNumber(partNumber)
    const upload = uploadOf(input, bucket)
    const sent = expectedDigests(call.http).checksum?.algorithm
    checkAlgorithm(upload, sent)
    const { content, md5, checksums } = await receiveBody(call, upload.algorithm)
    const checksum = checksums.find(({ algorithm }) => algorithm === upload.algorithm)!
    keepPart(bucket.uploads, upload, {
      partNumber,
      content,
      md5,
      lastModified: wholeSecond(call.account.now()),
      checksum,
    })
    return { ETag: quoted(md5), ...checksumMembers(checksums[0]!), ServerSideEncryption: 'AES256' }
  },
}

/** An upload without a chosen algorithm accepts any, since SDKs send one by default. */
function checkAlgorithm(upload: MultipartUpload, sent: string | undefined): void {
  if (!upload.clientChoseChecksum || sent === undefined || sent === upload.algorithm) return
  throw new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm.toLowerCase()}, actual checksum Type: ${sent.toLowerCase()}`,
    400,
  )
}
