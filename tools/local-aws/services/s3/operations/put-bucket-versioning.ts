import type { PutBucketVersioningRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { malformedXml, notBuilt } from '../s3-errors.ts'

export const putBucketVersioning: Operation<PutBucketVersioningRequest, object> = {
  honours: ['Bucket', 'VersioningConfiguration'],
  permissions: onBucket('s3:PutBucketVersioning'),
  run: (input, call) => {
    const { Status, MFADelete } = input.VersioningConfiguration!
    if (MFADelete === 'Enabled') throw notBuilt('MFA delete')
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml()
    bucketOf(input, call).versioning = Status
    return {}
  },
}
