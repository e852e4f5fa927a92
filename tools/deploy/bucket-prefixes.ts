import { HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'

// A prefix exists in S3 if an object has it. The S3 console makes an empty object with the name of the folder
// (docs.aws.amazon.com/AmazonS3/latest/userguide/using-folders.html).
const prefixes = ['models/', 'inputs/', 'outputs/']

/** Makes those of the three prefixes that the models bucket lacks, and returns them. */
export async function ensureBucketPrefixes(s3: S3Client, bucket: string, owner: string): Promise<string[]> {
  const made: string[] = []
  for (const Key of prefixes) {
    const place = { Bucket: bucket, Key, ExpectedBucketOwner: owner }
    if (await exists(s3, place)) continue
    await s3.send(new PutObjectCommand({ ...place, Body: Buffer.alloc(0) }))
    made.push(Key)
  }
  return made
}

async function exists(
  s3: S3Client,
  place: { Bucket: string; Key: string; ExpectedBucketOwner: string },
): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand(place))
    return true
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false
    throw error
  }
}
