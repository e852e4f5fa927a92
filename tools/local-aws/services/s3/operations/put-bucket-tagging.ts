import type { PutBucketTaggingRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { checkedTags, maxBucketTags } from '../tags.ts'

export const putBucketTagging: Operation<PutBucketTaggingRequest, object> = {
  honours: ['Bucket', 'Tagging'],
  permissions: onBucket('s3:PutBucketTagging'),
  run: (input, call) => {
    bucketOf(input, call).tags = checkedTags(input.Tagging!.TagSet ?? [], maxBucketTags)
    return {}
  },
}
