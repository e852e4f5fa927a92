import type { Bucket } from '../bucket.ts'
import { urlEncodedKey } from '../key-encoding.ts'
import type { AnyVersion } from '../object-version.ts'
import type { Call } from '../operation.ts'

/** The kinds of change of which the local S3 sends events, by their names in a record. */
export const eventNames = [
  'ObjectCreated:Put',
  'ObjectCreated:Copy',
  'ObjectCreated:CompleteMultipartUpload',
  'ObjectRemoved:Delete',
  'ObjectRemoved:DeleteMarkerCreated',
] as const
export type EventName = (typeof eventNames)[number]

export interface ObjectEvent {
  readonly eventName: EventName
  readonly bucket: Bucket
  readonly version: AnyVersion
  readonly sequencer: string
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function eventRecord(
  { eventName, bucket, version, sequencer }: ObjectEvent,
  configurationId: string,
  call: Call,
) {
  const { account, caller, requestId } = call
  const removed = eventName === 'ObjectRemoved:Delete'
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: account.region,
    eventTime: account.now().toISOString(),
    eventName,
    userIdentity: { principalId: `AWS:${caller.userId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': 'local-aws' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: bucket.name, ownerIdentity: { principalId: account.s3.owner.ID }, arn: bucket.arn },
      object: {
        key: urlEncodedKey(version.key),
        ...(!version.isDeleteMarker &&
          !removed && { size: version.content.size, eTag: version.eTag.replaceAll('"', '') }),
        ...(bucket.versioning && { versionId: version.versionId }),
        sequencer,
      },
    },
  }
}
