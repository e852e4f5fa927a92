import type { PutBucketOwnershipControlsRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { malformedXml } from '../s3-errors.ts'

const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']

export const putBucketOwnershipControls: Operation<PutBucketOwnershipControlsRequest, object> = {
  honours: ['Bucket', 'OwnershipControls'],
  permissions: onBucket('s3:PutBucketOwnershipControls'),
  run: (input, call) => {
    const [rule, ...more] = input.OwnershipControls!.Rules ?? []
    if (!rule?.ObjectOwnership || more.length > 0 || !ownerships.includes(rule.ObjectOwnership)) throw malformedXml()
    bucketOf(input, call).ownership = rule.ObjectOwnership
    return {}
  },
}
