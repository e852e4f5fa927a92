import { GetBucketTaggingCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { hasStackTags } from '../stack/stack-tags.ts'

/** `elsewhere`: another account or another Region has the name. `foreign`: the bucket is here, without our tags. */
export type BucketState = 'absent' | 'elsewhere' | 'foreign' | 'ours'

/** Who owns a bucket. Decided by its tags: anyone can create a bucket with this name. */
export async function bucketState(
  s3: S3Client,
  bucket: string,
  { prefix, accountId, region }: { readonly prefix: string; readonly accountId: string; readonly region: string },
): Promise<BucketState> {
  const request = new GetBucketTaggingCommand({ Bucket: bucket, ExpectedBucketOwner: accountId })
  try {
    const { TagSet } = await s3.send(request)
    return hasStackTags(TagSet, prefix) ? 'ours' : 'foreign'
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error
    if (error.name === 'NoSuchBucket') return 'absent'
    if (error.name === 'NoSuchTagSet') return 'foreign'
    if (isOfAnotherRegion(error, region) || isOfAnotherAccount(error)) return 'elsewhere'
    throw error
  }
}

/**
 * Whether this error means that the bucket is in another Region. S3 answers 301, or 400 with that Region in a header,
 * and the SDK does not follow (github.com/aws/aws-sdk-js-v3/issues/7304,
 * docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html). A 400 without that header means something else, for
 * example expired credentials.
 */
export function isOfAnotherRegion(error: S3ServiceException, region: string): boolean {
  const status = error.$metadata.httpStatusCode
  if (status === 301) return true
  const namedRegion = error.$response?.headers['x-amz-bucket-region']
  return status === 400 && namedRegion !== undefined && namedRegion !== region
}

// For a request within the account or its organisation, S3 names the caller and the missing action. Others learn only
// that access is denied (docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html, "Access denied
// message examples").
function isOfAnotherAccount({ name, message }: S3ServiceException): boolean {
  return name === 'AccessDenied' && !/not authorized to perform/.test(message)
}
