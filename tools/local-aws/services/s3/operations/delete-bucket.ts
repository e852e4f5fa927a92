import type { DeleteBucketRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import { discardParts } from '../multipart-upload.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'

/**
 * Versions and delete markers count as content. Incomplete multipart uploads do not; they are deleted with the bucket.
 */
export const deleteBucket: Operation<DeleteBucketRequest, object> = {
  honours: ['Bucket'],
  permissions: onBucket('s3:DeleteBucket'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    if (!bucket.objects.isEmpty) {
      const versions = bucket.versioning ? '. You must delete all versions in the bucket.' : ''
      throw new S3Error('BucketNotEmpty', `The bucket you tried to delete is not empty${versions}`, 409, {
        BucketName: bucket.name,
      })
    }
    for (const upload of bucket.uploads.values()) discardParts(upload)
    call.account.s3.buckets.delete(bucket.name)
    return {}
  },
}
