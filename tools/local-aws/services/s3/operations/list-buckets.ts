import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3'
import { compareKeys } from '../key-order.ts'
import type { Operation } from '../operation.ts'

export const listBuckets: Operation<ListBucketsRequest, ListBucketsOutput> = {
  honours: ['MaxBuckets', 'ContinuationToken', 'Prefix', 'BucketRegion'],
  permissions: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  run: ({ Prefix = '', MaxBuckets = 10_000, ContinuationToken, BucketRegion }, { account }) => {
    const after = ContinuationToken ? Buffer.from(ContinuationToken, 'base64url').toString() : ''
    const matching = [...account.s3.buckets.values()]
      .filter(
        ({ name }) => name.startsWith(Prefix) && name > after && [undefined, account.region].includes(BucketRegion),
      )
      .sort((one, other) => compareKeys(one.name, other.name))
    const page = matching.slice(0, MaxBuckets)
    return {
      Owner: account.s3.owner,
      Buckets: page.map(bucket => ({
        Name: bucket.name,
        CreationDate: bucket.creationDate,
        BucketRegion: account.region,
        BucketArn: bucket.arn,
      })),
      ...(Prefix !== '' && { Prefix }),
      ...(page.length < matching.length && {
        ContinuationToken: Buffer.from(page.at(-1)?.name ?? after).toString('base64url'),
      }),
    }
  },
}
