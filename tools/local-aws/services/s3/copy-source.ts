import type { Permission } from '../../iam/permission.ts'
import { bucketOf, permissionOn } from './bucket-access.ts'
import type { Bucket } from './bucket.ts'
import { existingObject } from './object-lookup.ts'
import type { ObjectVersion } from './object-version.ts'
import type { Call } from './operation.ts'
import { checkCopyConditions } from './preconditions.ts'
import { invalidArgument } from './s3-errors.ts'

export interface CopySourceInput {
  readonly CopySource?: string | undefined
  readonly ExpectedSourceBucketOwner?: string | undefined
  readonly CopySourceIfMatch?: string | undefined
  readonly CopySourceIfNoneMatch?: string | undefined
  readonly CopySourceIfModifiedSince?: Date | undefined
  readonly CopySourceIfUnmodifiedSince?: Date | undefined
}

interface Source {
  readonly bucket: Bucket
  readonly key: string
  readonly versionId?: string
}

/** Copying an object includes reading it: s3:GetObject on the source, besides the permissions for writing. */
export function sourcePermission(input: CopySourceInput, call: Call): Permission {
  const { bucket, key, versionId } = sourceOf(input, call)
  const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return permissionOn(bucket, call, { action, key })
}

/** @throws AwsError NoSuchKey 404, PreconditionFailed 412, … */
export function copySource(input: CopySourceInput, call: Call): { bucket: Bucket; object: ObjectVersion } {
  const { bucket, ...request } = sourceOf(input, call)
  const object = existingObject(bucket, call.caller, request)
  checkCopyConditions(
    {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
      IfModifiedSince: input.CopySourceIfModifiedSince,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
    },
    object,
  )
  return { bucket, object }
}

/** `[/]BUCKET/KEY[?versionId=ID]`, URL-encoded. */
function sourceOf({ CopySource = '', ExpectedSourceBucketOwner }: CopySourceInput, call: Call): Source {
  const [, encoded = '', versionId] = /^\/?(.*?)(?:\?versionId=([^&]*))?$/s.exec(CopySource) ?? []
  const [, Bucket, key] = /^([^/]+)\/(.+)$/s.exec(decoded(encoded)) ?? []
  if (!Bucket || !key) {
    const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey'
    throw invalidArgument(message, 'x-amz-copy-source', CopySource)
  }
  if (Bucket.startsWith('arn:'))
    throw invalidArgument('Invalid copy source object key', 'x-amz-copy-source', CopySource)
  const bucket = bucketOf({ Bucket, ExpectedBucketOwner: ExpectedSourceBucketOwner }, call)
  return { bucket, key, versionId }
}

function decoded(text: string): string {
  try {
    // Some clients form-encode this header.
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    // A malformed escape gets the same answer as any other source that names nothing.
    return ''
  }
}
