import { HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'

export interface Artifact {
  readonly key: string
  readonly body: Uint8Array | string
  readonly contentType: string
}

/** Uploads what the bucket lacks. The key contains the content's hash, so the same key has the same content. */
export async function uploadArtifact(
  s3: S3Client,
  bucket: string,
  artifact: Artifact,
  owner: string,
): Promise<boolean> {
  const place = { Bucket: bucket, Key: artifact.key, ExpectedBucketOwner: owner }
  const body = typeof artifact.body === 'string' ? Buffer.from(artifact.body) : artifact.body
  if ((await storedBytes(s3, place)) === body.byteLength) return false
  await s3.send(new PutObjectCommand({ ...place, Body: body, ContentType: artifact.contentType }))
  return true
}

async function storedBytes(
  s3: S3Client,
  place: { Bucket: string; Key: string; ExpectedBucketOwner: string },
): Promise<number | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand(place))).ContentLength
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    // 403: without s3:ListBucket, S3 does not say whether a key exists. The upload will show whether it may be written.
    if (status === 404 || status === 403) return undefined
    throw error
  }
}
