import type { PutBucketPolicyRequest } from '@aws-sdk/client-s3'
import { bucketOf, onBucketPolicy } from '../bucket-access.ts'
import { bucketPolicyDocument, isPublicPolicy } from '../bucket-policy.ts'
import type { Operation } from '../operation.ts'
import { S3Error } from '../s3-errors.ts'

export const putBucketPolicy: Operation<PutBucketPolicyRequest, object> = {
  honours: [
    'Bucket',
    'Policy',
    // The owner can always change the policy again, so no policy locks the owner out.
    'ConfirmRemoveSelfBucketAccess',
  ],
  permissions: onBucketPolicy('s3:PutBucketPolicy'),
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const document = bucketPolicyDocument(input.Policy!, bucket)
    if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(document)) {
      throw new S3Error(
        'AccessDenied',
        `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucket.arn}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
        403,
      )
    }
    bucket.policy = { text: input.Policy!, document }
    return {}
  },
}
