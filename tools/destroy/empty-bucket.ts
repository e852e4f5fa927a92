import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3'
import { CommandError } from '../command/command-error.ts'

export interface EmptyingOptions {
  readonly owner: string
  readonly onProgress?: (removed: number) => void
}

/**
 * Removes every version, delete marker and unfinished upload, and returns their number. S3 deletes only empty buckets.
 */
export async function emptyBucket(s3: S3Client, bucket: string, options: EmptyingOptions): Promise<number> {
  const { owner, onProgress = () => {} } = options
  const place = { Bucket: bucket, ExpectedBucketOwner: owner }
  let removed = 0
  // Each round lists from the start, so it also finds entries that were added meanwhile.
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand(place))
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key: Key!,
      VersionId,
    }))
    if (objects.length === 0) break
    await deleteObjects(s3, place, objects)
    removed += objects.length
    onProgress(removed)
  }
  return removed + (await abortUploads(s3, place))
}

// One page of ListObjectVersions has at most 1000 entries, and DeleteObjects accepts as many.
async function deleteObjects(
  s3: S3Client,
  place: { Bucket: string; ExpectedBucketOwner: string },
  Objects: ObjectIdentifier[],
): Promise<void> {
  const request = new DeleteObjectsCommand({ ...place, Delete: { Objects, Quiet: true } })
  const { Errors } = await s3.send(request)
  const refused = Errors?.[0]
  if (!refused) return
  throw new CommandError(
    'OBJECT_NOT_DELETED',
    `S3 does not delete ${refused.Key} in bucket ${place.Bucket}: ${refused.Code} ${refused.Message ?? ''}`,
    { nextStep: 'Allow s3:DeleteObject and s3:DeleteObjectVersion on the bucket, and run the command again.' },
  )
}

async function abortUploads(s3: S3Client, place: { Bucket: string; ExpectedBucketOwner: string }): Promise<number> {
  let aborted = 0
  let marker: { KeyMarker?: string; UploadIdMarker?: string } = {}
  for (;;) {
    const page = await s3.send(new ListMultipartUploadsCommand({ ...place, ...marker }))
    for (const { Key, UploadId } of page.Uploads ?? []) {
      await s3.send(new AbortMultipartUploadCommand({ ...place, Key, UploadId }))
      aborted += 1
    }
    if (!page.IsTruncated) return aborted
    marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
  }
}
