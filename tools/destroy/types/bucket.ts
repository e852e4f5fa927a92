import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../../command/aws-connection.ts'
import { isOwnBucket } from '../../deploy/artifacts-bucket.ts'
import { bucketState } from '../../deploy/bucket-state.ts'
import { artifactsBucketName, modelsBucketName } from '../../deploy/names.ts'
import type { Found, RemovableType, Sighting } from './removable-type.ts'

const type = 'AWS::S3::Bucket'

export const bucket: RemovableType = {
  type,
  arn: { service: 's3', resource: /^([^/]+)$/ },
  isThere: ({ clients, accountId }, name) => isOwnBucket(clients.get(S3Client), name, accountId),
  // --force removes objects, but not their versions (docs.aws.amazon.com/cli/latest/reference/s3/rb.html).
  commands: ({ id }) => [['s3', 'rb', `s3://${id}`, '--force']],
  findByName: async ({ connection, prefix }) => {
    const found: Sighting[] = []
    for (const id of [modelsBucketName(prefix), artifactsBucketName(prefix, connection)]) {
      const state = await bucketState(connection.clients.get(S3Client), id, { ...connection, prefix })
      if (state !== 'absent' && state !== 'elsewhere') found.push({ id, ours: state === 'ours' })
    }
    return found
  },
  before: { what: 'versions in', find: versionsIn },
}

/** Lists the content, not the setting: suspended versioning leaves versions behind. */
async function versionsIn({ clients, accountId }: AwsConnection, Bucket: string): Promise<Found[]> {
  const request = new ListObjectVersionsCommand({ Bucket, ExpectedBucketOwner: accountId })
  const page = await clients.get(S3Client).send(request)
  // In a bucket that never had versioning the version of an object is `null`.
  const versioned = page.Versions?.some(({ VersionId }) => VersionId !== 'null') || page.DeleteMarkers?.length
  return [{ type, id: Bucket, ...(versioned && { hasVersions: true }) }]
}
