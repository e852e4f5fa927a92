import type { DeletedObject, DeleteObjectsOutput, DeleteObjectsRequest, ObjectIdentifier } from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { givenBeside } from '../../../honoured-members.ts'
import { authorize } from '../../../iam/authorize.ts'
import { bucketOf, permissionOn } from '../bucket-access.ts'
import type { Bucket } from '../bucket.ts'
import { expectedDigests } from '../content/expected-digests.ts'
import { deleteFrom } from '../deletion.ts'
import { isOfUnversionedBucket } from '../object-lookup.ts'
import type { Call, Operation } from '../operation.ts'
import { malformedXml, noSuchVersion, notBuilt, S3Error } from '../s3-errors.ts'

const maxKeys = 1000

/**
 * Each key is allowed or refused separately, so a refusal is one row of the answer.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export const deleteObjects: Operation<DeleteObjectsRequest, DeleteObjectsOutput> = {
  honours: ['Bucket', 'Delete'],
  permissions: (input, call) => {
    bucketOf(input, call)
    return []
  },
  run: (input, call) => {
    checkHasDigest(call)
    const bucket = bucketOf(input, call)
    const keys = input.Delete!.Objects ?? []
    if (keys.length === 0 || keys.length > maxKeys) throw malformedXml()
    if (keys.some(({ Key }) => Key === ''))
      throw new S3Error('UserKeyMustBeSpecified', 'User key must be specified.', 400)
    const Deleted: DeletedObject[] = []
    const Errors: NonNullable<DeleteObjectsOutput['Errors']> = []
    for (const identifier of keys) {
      try {
        const deleted = deleteOne(bucket, identifier, call)
        if (!input.Delete!.Quiet) Deleted.push(deleted)
      } catch (error) {
        if (!(error instanceof AwsError)) throw error
        Errors.push({ Key: identifier.Key, VersionId: identifier.VersionId, Code: error.code, Message: error.message })
      }
    }
    return { Deleted, Errors }
  },
}

function deleteOne(bucket: Bucket, identifier: ObjectIdentifier, call: Call): DeletedObject {
  const condition = givenBeside(identifier, ['Key', 'VersionId'])
  if (condition) throw notBuilt(`the member ${condition} of s3:DeleteObjects`)
  const { Key: key, VersionId: asked } = identifier
  const action = asked === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
  authorize(call.caller, permissionOn(bucket, call, { action, key }), 'AccessDenied')
  // Unlike DeleteObject, which answers InvalidArgument: recorded/s3.yaml.
  if (asked && isOfUnversionedBucket(bucket, asked)) throw noSuchVersion(key!, asked)
  const { deleteMarker } = deleteFrom(bucket, key!, asked, call)
  return {
    Key: key,
    VersionId: asked,
    ...(deleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: deleteMarker.versionId }),
  }
}

/** "The Content-MD5 request header is required for all Multi-Object Delete requests", or one of the checksums. */
function checkHasDigest({ http }: Call): void {
  const { contentMd5, checksum } = expectedDigests(http)
  if (contentMd5 !== undefined || checksum) return
  const message = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*'
  throw new S3Error('InvalidRequest', message, 400)
}
