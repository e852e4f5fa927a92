import type { DeleteObjectOutput, DeleteObjectRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import { deleteFrom } from '../deletion.ts'
import type { Operation } from '../operation.ts'
import { checkWriteConditions } from '../preconditions.ts'
import { isObject } from '../versioned-objects.ts'

export const deleteObject: Operation<DeleteObjectRequest, DeleteObjectOutput> = {
  honours: ['Bucket', 'Key', 'VersionId', 'IfMatch'],
  permissions: onObject('s3:DeleteObject', 's3:DeleteObjectVersion'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const current = bucket.objects.current(input.Key!)
    // A delete, unlike a write, takes `*`, which every object meets:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
    const { IfMatch } = input
    if (IfMatch !== undefined && IfMatch !== '*' && isObject(current)) checkWriteConditions(input, input.Key!, current)
    const { versionId, deleteMarker } = deleteFrom(bucket, input.Key!, input.VersionId, call)
    return { VersionId: versionId, ...(deleteMarker && { DeleteMarker: true }) }
  },
}
