import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3'
import { isBucketName } from '../bucket-name.ts'
import { compareKeys } from '../key-order.ts'
import type { Operation } from '../operation.ts'
import { incorrectToken, refusedParameter } from '../s3-errors.ts'
import { checkRange } from '../whole-number.ts'

const largestPage = 10_000
const parameters = ['max-buckets', 'continuation-token', 'prefix', 'bucket-region']

export const listBuckets: Operation<ListBucketsRequest, ListBucketsOutput> = {
  honours: ['MaxBuckets', 'ContinuationToken', 'Prefix', 'BucketRegion'],
  permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  run: (input, { account, http }) => {
    const { Prefix, MaxBuckets = largestPage, ContinuationToken, BucketRegion } = input
    checkRange('max-buckets', MaxBuckets, [1, largestPage])
    if (BucketRegion !== undefined) checkBucketRegion(BucketRegion, account.region)
    const after = ContinuationToken ? lastName(ContinuationToken) : ''
    const matching = [...account.s3.buckets.values()]
      .filter(({ name }) => name.startsWith(Prefix ?? '') && name > after)
      .sort((one, other) => compareKeys(one.name, other.name))
    const page = matching.slice(0, MaxBuckets)
    // The Region is listed only if the request has one of the parameters, even an empty one: recorded/s3.yaml.
    const hasParameter = parameters.some(name => http.query.has(name))
    return {
      Owner: account.s3.owner,
      Buckets: page.map(bucket => ({
        Name: bucket.name,
        CreationDate: bucket.creationDate,
        ...(hasParameter && { BucketRegion: account.region }),
        BucketArn: bucket.arn,
      })),
      Prefix,
      ...(page.length < matching.length && {
        ContinuationToken: Buffer.from(page.at(-1)!.name).toString('base64url'),
      }),
    }
  },
}

/** @throws AwsError InvalidArgument for anything that no page ends with */
function lastName(token: string): string {
  const name = Buffer.from(token, 'base64url').toString()
  if (isBucketName(name)) return name
  throw incorrectToken()
}

/** Regions have this form. */
const regionForm = /^[a-z]{2}(-[a-z]+){1,3}-\d$/

/** Words: recorded/s3.yaml. Letters count as small ones. */
function checkBucketRegion(asked: string, region: string): void {
  if (asked.toLowerCase() === region) return
  const message = regionForm.test(asked.toLowerCase())
    ? 'Requests with bucket-region specified must be made to the corresponding regional endpoint'
    : `Argument value ${asked} is not a valid AWS Region`
  throw refusedParameter('bucket-region', message)
}
