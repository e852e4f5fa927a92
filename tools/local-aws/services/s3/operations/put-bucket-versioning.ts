import type { PutBucketVersioningRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { malformedXml, notBuilt, S3Error } from '../s3-errors.ts'

export const putBucketVersioning: Operation<PutBucketVersioningRequest, object> = {
  honours: ['Bucket', 'VersioningConfiguration'],
  permissions: onBucket('s3:PutBucketVersioning'),
  run: (input, call) => {
    const { Status, MFADelete } = input.VersioningConfiguration!
    if (MFADelete === 'Enabled') throw notBuilt('MFA delete')
    // Words: recorded/s3.yaml.
    if (Status === undefined)
      throw new S3Error('IllegalVersioningConfigurationException', 'The Versioning element must be specified', 400)
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml()
    bucketOf(input, call).versioning = Status
    return {}
  },
}
