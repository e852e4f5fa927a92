import type { Permission } from '../../iam/permission.ts'
import type { Bucket } from './bucket.ts'
import type { Call } from './operation.ts'
import { S3Error } from './s3-errors.ts'

interface BucketInput {
  readonly Bucket?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

interface ObjectInput extends BucketInput {
  readonly Key?: string | undefined
  readonly VersionId?: string | undefined
}

export interface BucketPermission {
  readonly action: string
  /** Missing for the bucket itself. */
  readonly key?: string | undefined
  readonly context?: Permission['context']
}

/** @throws AwsError NoSuchBucket 404; AccessDenied 403 if the bucket has another owner than the caller expects */
export function bucketOf({ Bucket, ExpectedBucketOwner }: BucketInput, { account }: Call): Bucket {
  const bucket = account.s3.bucket(Bucket!)
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== account.id) {
    throw new S3Error('AccessDenied', 'Access Denied', 403)
  }
  return bucket
}

/** The permission on a bucket or on a key in it, with the bucket's own policy. */
export function permissionOn(bucket: Bucket, call: Call, { action, key, context }: BucketPermission): Permission {
  const policy = bucket.policy?.document
  return {
    action,
    resource: key === undefined ? bucket.arn : bucket.objectArn(key),
    context: { ...context, 's3:ResourceAccount': call.account.id },
    ...(policy && { resourcePolicy: policy }),
  }
}

/** The permission for an operation that needs one action on its bucket. */
export function onBucket(action: string): (input: BucketInput, call: Call) => Permission[] {
  return (input, call) => [permissionOn(bucketOf(input, call), call, { action })]
}

/**
 * The permission for an operation that needs one action on its object. Another action is needed to read or delete a
 * version by its id.
 */
export function onObject(action: string, versionAction = action): (input: ObjectInput, call: Call) => Permission[] {
  return (input, call) => [
    permissionOn(bucketOf(input, call), call, {
      key: input.Key,
      action: input.VersionId === undefined ? action : versionAction,
      ...(input.VersionId !== undefined && { context: { 's3:VersionId': input.VersionId } }),
    }),
  ]
}

/** "the bucket owner's root user can always … PutBucketPolicy": so a policy that denies everybody can be replaced. */
export function onBucketPolicy(action: string): (input: BucketInput, call: Call) => Permission[] {
  return (input, call) => {
    const { resourcePolicy, ...permission } = permissionOn(bucketOf(input, call), call, { action })
    return [{ ...permission, ...(resourcePolicy && call.caller.kind !== 'root' && { resourcePolicy }) }]
  }
}
