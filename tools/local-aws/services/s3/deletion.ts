import type { Bucket } from './bucket.ts'
import { checkVersionId } from './object-lookup.ts'
import type { DeleteMarker } from './object-version.ts'
import type { Call } from './operation.ts'
import { newVersionId } from './versioned-objects.ts'
import { wholeSecond } from './whole-second.ts'

export interface Deleted {
  readonly versionId?: string
  /** The delete marker that was made, or the one that was removed by its id. */
  readonly deleteMarker?: DeleteMarker
}

/**
 * Without a version id: removes the object, or covers it with a delete marker if the bucket is or was versioned. With
 * one: removes that version for good. Deleting something that does not exist succeeds.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 *
 * @throws AwsError InvalidArgument 400 for an impossible version id
 */
export function deleteFrom(bucket: Bucket, key: string, versionId: string | undefined, call: Call): Deleted {
  const { deliveries } = call.account.s3
  if (versionId !== undefined) {
    checkVersionId(bucket, versionId)
    const removed = bucket.objects.remove(key, versionId)
    if (removed) deliveries.announce('ObjectRemoved:Delete', bucket, removed, call)
    return { versionId, deleteMarker: removed?.isDeleteMarker ? removed : undefined }
  }
  if (!bucket.versioning) {
    const removed = bucket.objects.remove(key, 'null')
    if (removed) deliveries.announce('ObjectRemoved:Delete', bucket, removed, call)
    return {}
  }
  const marker = bucket.objects.add({
    key,
    versionId: newVersionId(bucket.versioning),
    lastModified: wholeSecond(call.account.now()),
    isDeleteMarker: true as const,
  })
  deliveries.announce('ObjectRemoved:DeleteMarkerCreated', bucket, marker, call)
  return { versionId: marker.versionId, deleteMarker: marker }
}
