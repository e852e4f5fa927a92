import { authorize } from '../../iam/authorize.ts'
import type { Identity } from '../../iam/identity.ts'
import type { Bucket } from './bucket.ts'
import { nullVersionId, type ObjectVersion } from './object-version.ts'
import { invalidArgument, noSuchKey, noSuchVersion, S3Error } from './s3-errors.ts'
import { isDeleteMarker, isObject } from './versioned-objects.ts'

export interface ObjectRequest {
  readonly key: string
  readonly versionId?: string
  /** The HTTP method, which a refusal names. Default: GET. */
  readonly method?: string
  /** The name of a missing key in the refusal. Default: the key. */
  readonly named?: string
}

/**
 * Finds the object of a GET, HEAD or copy. Only callers that may list the bucket learn whether a key exists: "If you
 * have the s3:ListBucket permission on the bucket, Amazon S3 returns an HTTP status code 404 (Not Found) error. If you
 * don't … 403". https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @throws AwsError NoSuchKey 404, NoSuchVersion 404, MethodNotAllowed 405 (a delete marker by its id), AccessDenied 403
 */
export function existingObject(
  bucket: Bucket,
  caller: Identity,
  { key, versionId, method, named = key }: ObjectRequest,
): ObjectVersion {
  const found = versionId === undefined ? bucket.objects.current(key) : bucket.objects.version(key, versionId)
  if (isObject(found)) return found
  if (versionId !== undefined) {
    if (isDeleteMarker(found)) throw markerIsNotReadable(found.lastModified, method)
    checkVersionId(bucket, versionId)
    mustBeAllowedToList(bucket, caller, 's3:ListBucketVersions')
    throw noSuchVersion(named, versionId)
  }
  mustBeAllowedToList(bucket, caller, 's3:ListBucket')
  throw noSuchKey(named, found ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.versionId } : {})
}

/**
 * Refuses a version id that no version of the bucket can have. An id that no version has gets another error.
 * https://github.com/Seagate/cortx-s3server/pull/1724, https://github.com/amazon-archives/aws-sdk-core-ruby/issues/76,
 * recorded/s3.yaml
 *
 * @throws AwsError InvalidArgument 400
 */
export function checkVersionId(bucket: Bucket, versionId: string): void {
  checkVersionIdForm(versionId, 'versionId')
  if (isOfUnversionedBucket(bucket, versionId))
    throw invalidArgument('Invalid version id specified', 'versionId', versionId)
}

/** @throws AwsError InvalidArgument 400 */
export function checkVersionIdForm(versionId: string, argument: string): void {
  if (versionId === '') throw invalidArgument('Version id cannot be the empty string', argument, versionId)
  if (versionId === nullVersionId || /^[A-Za-z0-9._]{32}$/.test(versionId)) return
  throw invalidArgument('Invalid version id specified', argument, versionId)
}

/** Whether the id asks for a version in a bucket that was never versioned, which has the null versions only. */
export function isOfUnversionedBucket(bucket: Bucket, versionId: string): boolean {
  return !bucket.versioning && versionId !== nullVersionId
}

function mustBeAllowedToList(bucket: Bucket, caller: Identity, action: string): void {
  const resourcePolicy = bucket.policy?.document
  authorize(caller, { action, resource: bucket.arn, resourcePolicy }, 'AccessDenied')
}

export function markerIsNotReadable(lastModified: Date, method = 'GET'): S3Error {
  return new S3Error(
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    405,
    { Method: method, ResourceType: 'DeleteMarker' },
    { allow: 'DELETE', 'x-amz-delete-marker': 'true', 'last-modified': lastModified.toUTCString() },
  )
}
