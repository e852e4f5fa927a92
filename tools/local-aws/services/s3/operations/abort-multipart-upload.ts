import type { AbortMultipartUploadOutput, AbortMultipartUploadRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import { discardParts } from '../multipart-upload.ts'
import type { Operation } from '../operation.ts'
import { uploadOf } from '../upload-lookup.ts'

export const abortMultipartUpload: Operation<AbortMultipartUploadRequest, AbortMultipartUploadOutput> = {
  honours: ['Bucket', 'Key', 'UploadId'],
  permissions: onObject('s3:AbortMultipartUpload'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const upload = uploadOf(input, bucket)
    discardParts(upload)
    bucket.uploads.delete(upload.uploadId)
    return {}
  },
}
