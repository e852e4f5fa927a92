import { bucketOf } from './bucket-access.ts'
import { existingObject, markerIsNotReadable } from './object-lookup.ts'
import type { ObjectVersion } from './object-version.ts'
import type { Call } from './operation.ts'
import { isDeleteMarker } from './versioned-objects.ts'

interface TaggingInput {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  readonly VersionId?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

export function taggedObject(input: TaggingInput, call: Call): ObjectVersion {
  const bucket = bucketOf(input, call)
  const { method } = call.http
  const current = input.VersionId === undefined ? bucket.objects.current(input.Key!) : undefined
  // Unlike GetObject, which answers 404 here: recorded/s3.yaml.
  if (isDeleteMarker(current)) throw markerIsNotReadable(current.lastModified, method)
  // GetObjectTagging names a missing key with its bucket, the others alone: recorded/s3.yaml.
  const named = method === 'GET' ? `${bucket.name}/${input.Key}` : input.Key!
  const request = { key: input.Key!, method, versionId: input.VersionId, named }
  return existingObject(bucket, call.caller, request)
}
