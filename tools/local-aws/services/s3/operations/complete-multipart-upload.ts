import type { CompleteMultipartUploadOutput, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import type { Bucket } from '../bucket.ts'
import { objectChecksumMembers, checksumRequestMembers } from '../checksum-members.ts'
import { assembledObject } from '../completed-upload.ts'
import { StoredContent } from '../content/stored-content.ts'
import { discardParts, type MultipartUpload } from '../multipart-upload.ts'
import { addObject, writtenMembers } from '../new-object.ts'
import type { Operation } from '../operation.ts'
import { checkNoConflict, checkWriteConditions } from '../preconditions.ts'
import { uploadOf } from '../upload-lookup.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
export const completeMultipartUpload: Operation<CompleteMultipartUploadRequest, CompleteMultipartUploadOutput> = {
  honours: [
    'Bucket',
    'Key',
    'UploadId',
    'MultipartUpload',
    'ChecksumType',
    'MpuObjectSize',
    'IfMatch',
    'IfNoneMatch',
    ...checksumRequestMembers,
  ],
  permissions: onObject('s3:PutObject'),
  run: async (input, call) => {
    const bucket = bucketOf(input, call)
    const upload = uploadOf(input, bucket)
    const { parts, eTag, checksum } = await assembled(upload, input, bucket)
    const content = StoredContent.ofParts(parts.map(part => part.content))
    // Uploaded parts that are not in the list are removed; the others now belong to the object.
    for (const { partNumber } of parts) upload.parts.delete(partNumber)
    discardParts(upload)
    const { key, attributes, tags } = upload
    const objectParts = parts.map(part => ({
      partNumber: part.partNumber,
      size: part.content.size,
      ...(upload.clientChoseChecksum && { checksum: part.checksum }),
    }))
    const object = { key, content, eTag, checksum, attributes, tags, parts: objectParts }
    const version = addObject(call, bucket, object, 'ObjectCreated:CompleteMultipartUpload', input)
    return {
      Location: `${call.account.endpoint}/${bucket.name}/${encodeURIComponent(key)}`,
      Bucket: bucket.name,
      Key: key,
      ETag: eTag,
      ...objectChecksumMembers(checksum),
      ...writtenMembers(bucket, version),
    }
  },
}

/**
 * Takes the upload out of the bucket meanwhile, so that no part of it changes. If it cannot be completed, it is
 * restored.
 */
async function assembled(upload: MultipartUpload, input: CompleteMultipartUploadRequest, bucket: Bucket) {
  bucket.uploads.delete(upload.uploadId)
  try {
    const object = await assembledObject(upload, input)
    const { key, before } = upload
    const current = bucket.objects.current(key)
    checkWriteConditions(input, key, current)
    checkNoConflict(input, key, { before, current })
    return object
  } catch (error) {
    bucket.uploads.set(upload.uploadId, upload)
    throw error
  }
}
