import type { PutObjectOutput, PutObjectRequest } from '@aws-sdk/client-s3'
import { bucketOf } from '../bucket-access.ts'
import { checksumRequestMembers, objectChecksumMembers } from '../checksum-members.ts'
import { receiveBody } from '../content/received-body.ts'
import { addObject, quoted, writtenMembers } from '../new-object.ts'
import { type NewObjectInput, newObjectAttributes, newObjectMembers } from '../object-attributes.ts'
import type { Operation } from '../operation.ts'
import { checkNoConflict, checkWriteConditions } from '../preconditions.ts'
import { writePermissions } from '../write-permissions.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
export const putObject: Operation<PutObjectRequest, PutObjectOutput> = {
  honours: [
    ...newObjectMembers,
    // The headers have these: content/expected-digests.ts.
    ...checksumRequestMembers,
    'Body',
    'ContentLength',
    'IfMatch',
    'IfNoneMatch',
  ],
  permissions: writePermissions,
  run: async (input, call) => {
    const bucket = bucketOf(input, call)
    const key = input.Key!
    const { attributes, tags } = newObjectAttributes(input as NewObjectInput, bucket)
    // Checked once before the bytes, to save them, and once afterwards, when it counts.
    const before = bucket.objects.current(key)
    checkWriteConditions(input, key, before)
    const { content, md5, checksums } = await receiveBody(call)
    const checksum = { ...checksums[0]!, type: 'FULL_OBJECT' as const }
    try {
      checkNoConflict(input, key, { before, current: bucket.objects.current(key) })
      const object = { key, content, eTag: quoted(md5), checksum, attributes, tags }
      const version = addObject(call, bucket, object, 'ObjectCreated:Put', input)
      return { ETag: version.eTag, ...objectChecksumMembers(checksum), ...writtenMembers(bucket, version) }
    } catch (error) {
      content.release()
      throw error
    }
  },
}
