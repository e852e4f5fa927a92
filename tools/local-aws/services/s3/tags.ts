import type { Tag as SdkTag } from '@aws-sdk/client-s3'
import type { Tag } from './object-version.ts'
import { invalidArgument, S3Error } from './s3-errors.ts'

export const maxObjectTags = 10
export const maxBucketTags = 50

/**
 * `x-amz-tagging: key1=value1&key2=value2`
 *
 * @throws AwsError InvalidTag, BadRequest
 */
export function tagsFromHeader(header: string | undefined): Tag[] {
  if (header === undefined || header === '') return []
  const pairs = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }))
  if (pairs.some(({ Key }) => Key === '') || new Set(pairs.map(({ Key }) => Key)).size < pairs.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    )
  }
  return checkedTags(pairs, maxObjectTags)
}

// "letters, spaces, and numbers representable in UTF-8, and the following characters: + - = . _ : / @"
const allowed = /^[\p{L}\p{Z}\p{N}+\-=._:/@]*$/u

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function checkedTags(tags: readonly SdkTag[], limit: number): Tag[] {
  if (tags.length > limit) {
    const what = limit === maxObjectTags ? 'Object tags' : 'Bucket tag count'
    throw new S3Error('BadRequest', `${what} cannot be greater than ${limit}`, 400)
  }
  const names = new Set<string>()
  return tags.map(({ Key = '', Value = '' }) => {
    if (Key === '' || [...Key].length > 128 || !allowed.test(Key))
      throw invalidTag('The TagKey you have provided is invalid', Key)
    if ([...Value].length > 256 || !allowed.test(Value))
      throw invalidTag('The TagValue you have provided is invalid', Key, Value)
    if (Key.toLowerCase().startsWith('aws:')) throw invalidTag(systemTag(limit), Key)
    if (names.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', Key)
    names.add(Key)
    return { Key, Value }
  })
}

/** Words: recorded/s3.yaml. */
function systemTag(limit: number): string {
  if (limit === maxObjectTags) return 'Your TagKey cannot be prefixed with aws:'
  return 'System tags cannot be added/updated by requester'
}

function invalidTag(message: string, key: string, value?: string): S3Error {
  return new S3Error('InvalidTag', message, 400, { TagKey: key, ...(value !== undefined && { TagValue: value }) })
}
