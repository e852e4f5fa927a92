import type { PutObjectTaggingOutput, PutObjectTaggingRequest } from '@aws-sdk/client-s3'
import { bucketOf, onObject } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { taggedObject } from '../tagged-object.ts'
import { checkedTags, maxObjectTags } from '../tags.ts'

export const putObjectTagging: Operation<PutObjectTaggingRequest, PutObjectTaggingOutput> = {
  honours: ['Bucket', 'Key', 'VersionId', 'Tagging'],
  permissions: onObject('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  run: (input, call) => {
    const object = taggedObject(input, call)
    object.tags = checkedTags(input.Tagging!.TagSet ?? [], maxObjectTags)
    return bucketOf(input, call).versioning ? { VersionId: object.versionId } : {}
  },
}
