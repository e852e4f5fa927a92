import { bucketOf } from './bucket-access.ts'
import { existingObject } from './object-lookup.ts'
import type { ObjectVersion } from './object-version.ts'
import type { Call } from './operation.ts'

interface TaggingInput {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  readonly VersionId?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

export function taggedObject(input: TaggingInput, call: Call): ObjectVersion {
  const request = { key: input.Key!, ...(input.VersionId !== undefined && { versionId: input.VersionId }) }
  return existingObject(bucketOf(input, call), call.caller, request)
}
