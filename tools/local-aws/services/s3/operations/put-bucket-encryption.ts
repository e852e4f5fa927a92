import type { PutBucketEncryptionRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucket } from '../bucket-access.ts'
import type { Operation } from '../operation.ts'
import { invalidArgument, malformedXml, notBuilt } from '../s3-errors.ts'

/** Unlike AWS: bytes are stored unencrypted. The configuration is kept and appears in answers. */
export const putBucketEncryption: Operation<PutBucketEncryptionRequest, object> = {
  honours: ['Bucket', 'ServerSideEncryptionConfiguration'],
  permissions: onBucket('s3:PutEncryptionConfiguration'),
  run: (input, call) => {
    const [rule, ...more] = input.ServerSideEncryptionConfiguration!.Rules ?? []
    if (!rule || more.length > 0) throw malformedXml()
    const algorithm = rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'AES256'
    // No source is recorded for the words.
    if (algorithm === 'AES256' && rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID !== undefined)
      throw invalidArgument(
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      )
    if (algorithm !== 'AES256') throw notBuilt(`server-side encryption ${algorithm}, since it has no KMS`)
    bucketOf(input, call).encryption = {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
          BucketKeyEnabled: rule.BucketKeyEnabled ?? false,
          BlockedEncryptionTypes: rule.BlockedEncryptionTypes,
        },
      ],
    }
    return {}
  },
}
