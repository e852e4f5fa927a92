import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import { CommandError } from '../command/command-error.ts'
import { uninterrupted } from '../command/uninterrupted.ts'
import { bucketState, isOfAnotherRegion } from './bucket-state.ts'
import { stackTags } from '../stack/stack-tags.ts'

/**
 * Makes the bucket if it does not exist: private, encrypted, owner of its objects, with our tags. Returns whether it
 * made the bucket. A bucket of that name without our tags belongs to somebody else and stays unchanged.
 */
export async function ensureArtifactsBucket(
  s3: S3Client,
  bucket: string,
  prefix: string,
  connection: AwsConnection,
): Promise<boolean> {
  const request = { Bucket: bucket, ExpectedBucketOwner: connection.accountId }
  const created = !(await hasArtifactsBucket(s3, bucket, prefix, connection))
  if (created) {
    await createBucket(s3, bucket, connection.region)
    // At once and also after Ctrl-C: only the tags show that the bucket is ours.
    await uninterrupted(
      () => s3.send(new PutBucketTaggingCommand({ ...request, Tagging: { TagSet: stackTags(prefix) } })),
      30_000,
    )
  }
  // Set on every deployment: an interrupted first deployment may have left a bucket without these settings.
  await s3.send(
    new PutPublicAccessBlockCommand({
      ...request,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  )
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      ...request,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  )
  await s3.send(
    new PutBucketEncryptionCommand({
      ...request,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    }),
  )
  return created
}

/** @throws CommandError FOREIGN_BUCKET when the bucket exists but is not ours */
export async function hasArtifactsBucket(
  s3: S3Client,
  bucket: string,
  prefix: string,
  connection: Pick<AwsConnection, 'accountId' | 'region'>,
): Promise<boolean> {
  if (!(await isOwnBucket(s3, bucket, connection.accountId))) return false
  if ((await bucketState(s3, bucket, { ...connection, prefix })) === 'ours') return true
  throw new CommandError(
    'FOREIGN_BUCKET',
    `Bucket ${bucket} exists without the tags Project=lambda-efs and Prefix=${prefix}: something else made it.`,
    { nextStep: 'Use another --prefix, or delete the bucket if nothing uses it.' },
  )
}

/** Whether the account has the bucket in this Region. Throws if another account has a bucket of that name. */
export async function isOwnBucket(s3: S3Client, bucket: string, accountId: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: accountId }))
    return true
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error
    const status = error.$metadata.httpStatusCode
    if (status === 404 || isOfAnotherRegion(error, await s3.config.region())) return false
    // Answers to HEAD have no body, so S3 cannot say more than 403.
    if (status === 403) {
      throw new CommandError('BUCKET_REFUSED', `S3 refuses bucket ${bucket} to account ${accountId}.`, {
        nextStep:
          'If another account owns that name, use another --prefix. If the bucket is yours, allow s3:ListBucket on it.',
        cause: error,
      })
    }
    throw error
  }
}

async function createBucket(s3: S3Client, bucket: string, region: string): Promise<void> {
  // us-east-1 is the default and may not be named
  // (docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html, LocationConstraint).
  const location = region === 'us-east-1' ? undefined : { LocationConstraint: region as BucketLocationConstraint }
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: location,
        ObjectOwnership: 'BucketOwnerEnforced',
      }),
    )
  } catch (error) {
    // Another deployment of the same account was faster.
    if (error instanceof S3ServiceException && error.name === 'BucketAlreadyOwnedByYou') return
    throw error
  }
}
