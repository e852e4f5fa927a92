import { type CreateBucketOutput, type CreateBucketRequest, ObjectOwnership } from '@aws-sdk/client-s3'
import { isBucketName } from '../bucket-name.ts'
import { Bucket } from '../bucket.ts'
import type { Operation } from '../operation.ts'
import { invalidArgument, notBuilt, S3Error } from '../s3-errors.ts'
import { checkedTags, maxBucketTags } from '../tags.ts'
import { wholeSecond } from '../whole-second.ts'

const ownerships: readonly string[] = Object.values(ObjectOwnership)

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
export const createBucket: Operation<CreateBucketRequest, CreateBucketOutput> = {
  honours: ['Bucket', 'ACL', 'CreateBucketConfiguration', 'ObjectOwnership'],
  permissions: ({ Bucket: name }, { account }) => [
    { action: 's3:CreateBucket', resource: `arn:${account.partition}:s3:::${name}` },
  ],
  run: (input, { account }) => {
    const name = input.Bucket!
    if (!isBucketName(name)) {
      throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name })
    }
    checkLocation(input, account.region)
    const { ObjectOwnership: ownership } = input
    // Words: recorded/s3.yaml.
    if (ownership !== undefined && !ownerships.includes(ownership))
      throw invalidArgument(`Invalid x-amz-object-ownership header: ${ownership}`, 'x-amz-object-ownership', ownership)
    if (input.ACL !== undefined && input.ACL !== 'private') {
      throw new S3Error(
        'InvalidBucketAclWithBlockPublicAccessError',
        'Bucket cannot have public ACLs set with BlockPublicAccess enabled',
        400,
      )
    }
    if (account.s3.buckets.has(name)) return existing(name, account.region)
    const bucket = new Bucket(name, account.partition, wholeSecond(account.now()))
    if (ownership) bucket.ownership = ownership
    const tags = input.CreateBucketConfiguration?.Tags
    if (tags) bucket.tags = checkedTags(tags, maxBucketTags)
    account.s3.buckets.set(name, bucket)
    return { Location: location(name, account.region), BucketArn: bucket.arn }
  },
}

/** "if you re-create an existing bucket that you already own in the North Virginia Region, Amazon S3 returns 200 OK" */
function existing(name: string, region: string): CreateBucketOutput {
  if (region === 'us-east-1') return { Location: location(name, region) }
  throw new S3Error(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    409,
    { BucketName: name },
  )
}

function location(name: string, region: string): string {
  return region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`
}

/** Unlike AWS: in us-east-1 one could create in every Region; this account has only one. */
function checkLocation({ CreateBucketConfiguration: configuration }: CreateBucketRequest, region: string): void {
  if (configuration?.Location || configuration?.Bucket) throw notBuilt('directory buckets')
  const constraint = configuration?.LocationConstraint as string | undefined
  if (region === 'us-east-1') {
    if (!constraint) return
    if (constraint === 'us-east-1') {
      throw new S3Error('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
        LocationConstraint: constraint,
      })
    }
  } else if (constraint === region) return
  const what = constraint ?? 'unspecified'
  throw new S3Error(
    'IllegalLocationConstraintException',
    `The ${what} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  )
}
