import type { Permission } from '../../iam/permission.ts'
import { bucketOf, permissionOn } from './bucket-access.ts'
import type { Call } from './operation.ts'

interface WriteInput {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
  readonly ACL?: string | undefined
  readonly ServerSideEncryption?: string | undefined
  readonly StorageClass?: string | undefined
  readonly Tagging?: string | undefined
}

/**
 * Writing an object needs s3:PutObject, and s3:PutObjectTagging if it has tags.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export function writePermissions(input: WriteInput, call: Call): Permission[] {
  const bucket = bucketOf(input, call)
  const context = {
    ...(input.ACL !== undefined && { 's3:x-amz-acl': input.ACL }),
    ...(input.ServerSideEncryption !== undefined && { 's3:x-amz-server-side-encryption': input.ServerSideEncryption }),
    ...(input.StorageClass !== undefined && { 's3:x-amz-storage-class': input.StorageClass }),
  }
  const actions = ['s3:PutObject', ...(input.Tagging ? ['s3:PutObjectTagging'] : [])]
  return actions.map(action => permissionOn(bucket, call, { action, key: input.Key, context }))
}
