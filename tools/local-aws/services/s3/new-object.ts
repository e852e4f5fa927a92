import type { Bucket } from './bucket.ts'
import type { StoredContent } from './content/stored-content.ts'
import type { EventName } from './notifications/event-record.ts'
import type { ObjectAttributes, ObjectChecksum, ObjectPart, ObjectVersion, Tag } from './object-version.ts'
import type { Call } from './operation.ts'
import { checkWriteConditions, type ReadConditions } from './preconditions.ts'
import { newVersionId } from './versioned-objects.ts'
import { wholeSecond } from './whole-second.ts'

export interface NewObject {
  readonly key: string
  readonly content: StoredContent
  readonly eTag: string
  readonly checksum: ObjectChecksum
  readonly attributes: ObjectAttributes
  readonly tags: readonly Tag[]
  readonly parts?: readonly ObjectPart[]
}

/**
 * Puts a complete object into its bucket and announces it. This function never waits, so of two writers that both want
 * to be the first (`If-None-Match: *`) only one succeeds. Takes over the caller's reference to the content when it
 * succeeds.
 *
 * @throws AwsError PreconditionFailed 412
 */
export function addObject(
  call: Call,
  bucket: Bucket,
  object: NewObject,
  eventName: EventName,
  conditions: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
): ObjectVersion {
  checkWriteConditions(conditions, object.key, bucket.objects.current(object.key))
  const version = bucket.objects.add({
    ...object,
    isDeleteMarker: false as const,
    versionId: newVersionId(bucket.versioning),
    lastModified: wholeSecond(call.account.now()),
  })
  call.account.s3.deliveries.announce(eventName, bucket, version, call)
  return version
}

/** The members that describe the written object in the answer. */
export function writtenMembers(bucket: Bucket, version: ObjectVersion) {
  return {
    ServerSideEncryption: 'AES256' as const,
    VersionId: bucket.versioning ? version.versionId : undefined,
  }
}

export function quoted(md5: string): string {
  return `"${md5}"`
}
