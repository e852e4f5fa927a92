import type { S3Event, S3EventRecord } from 'aws-lambda'
import { Failure } from '../failure/failure.ts'

export function isS3Event(event: unknown): event is S3Event {
  const records = (event as { Records?: unknown } | null | undefined)?.Records
  return Array.isArray(records) && records.every(record => record?.eventSource === 'aws:s3')
}

/**
 * The key of an object that was created. Undefined if there is no content to copy: a folder marker, whose key ends in a
 * slash, or an event of another kind.
 */
export function createdKey(record: S3EventRecord, bucketName: string): string | undefined {
  if (!record.eventName.startsWith('ObjectCreated:')) return undefined
  const { bucket, object } = record.s3
  if (bucket.name !== bucketName) {
    throw new Failure(
      'INVALID_REQUEST',
      `The event is about bucket ${bucket.name}, but this function reads ${bucketName}.`,
    )
  }
  // Keys in events are URL-encoded, a space as + (docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
  const key = decodeURIComponent(object.key.replace(/\+/g, ' '))
  return key.endsWith('/') ? undefined : key
}
