import { HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'

const Key = 'last-deployment.json'

/**
 * Notes in the artifacts bucket that a deployment begins now. All its artifacts may be there already, and
 * CloudFormation does not know the stack yet, so only this mark shows a clean-up that the bucket is in use.
 */
export async function markDeployment(s3: S3Client, bucket: string, owner: string): Promise<void> {
  const Body = JSON.stringify({ startedAt: new Date().toISOString() })
  const request = { Bucket: bucket, Key, ExpectedBucketOwner: owner, Body, ContentType: 'application/json' }
  await s3.send(new PutObjectCommand(request))
}

/** Returns a value that changes with each deployment that begins; undefined if none left a mark. */
export async function deploymentMark(s3: S3Client, bucket: string, owner: string): Promise<string | undefined> {
  try {
    const request = new HeadObjectCommand({ Bucket: bucket, Key, ExpectedBucketOwner: owner })
    return (await s3.send(request)).ETag
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined
    throw error
  }
}
