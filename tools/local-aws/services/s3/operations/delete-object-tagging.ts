import type { DeleteObjectTaggingOutput, DeleteObjectTaggingRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { taggedObject } from '../tagged-object.ts'

export const deleteObjectTagging: Operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput> = {
  honours: ['Bucket', 'Key', 'VersionId'],
  permissions: onObject('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  run: (input, call) => {
    const object = taggedObject(input, call)
    object.tags = []
    return bucketOf(input, call).versioning ? { VersionId: object.versionId } : {}
  },
}
