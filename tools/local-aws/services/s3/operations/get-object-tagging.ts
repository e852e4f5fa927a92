import type { GetObjectTaggingOutput, GetObjectTaggingRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { taggedObject } from '../tagged-object.ts'

export const getObjectTagging: Operation<GetObjectTaggingRequest, GetObjectTaggingOutput> = {
  honours: ['Bucket', 'Key', 'VersionId'],
  permissions: onObject('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  run: (input, call) => {
    const object = taggedObject(input, call)
    return { TagSet: [...object.tags], ...(bucketOf(input, call).versioning && { VersionId: object.versionId }) }
  },
}
