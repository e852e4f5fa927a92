import type { CopyObjectOutput, CopyObjectRequest } from '@aws-sdk/client-s3'
import { bucketOf } from '../bucket-access.ts'
import type { Bucket } from '../bucket.ts'
import { objectChecksumMembers } from '../checksum-members.ts'
import { copiedContent } from '../content/copied-content.ts'
import { isChecksumAlgorithm } from '../content/digest.ts'
import { maxPutBytes } from '../content/received-body.ts'
import { copySource, sourcePermission } from '../copy-source.ts'
import { addObject, quoted, writtenMembers } from '../new-object.ts'
import { type NewObjectInput, newObjectAttributes, newObjectMembers } from '../object-attributes.ts'
import type { ObjectVersion } from '../object-version.ts'
import type { Call, Operation } from '../operation.ts'
import { checkNoConflict, checkWriteConditions } from '../preconditions.ts'
import { invalidArgument, notBuilt, S3Error } from '../s3-errors.ts'
import { writePermissions } from '../write-permissions.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
export const copyObject: Operation<CopyObjectRequest, CopyObjectOutput> = {
  honours: [
    ...newObjectMembers,
    'CopySource',
    'ExpectedSourceBucketOwner',
    'CopySourceIfMatch',
    'CopySourceIfModifiedSince',
    'CopySourceIfNoneMatch',
    'CopySourceIfUnmodifiedSince',
    'IfMatch',
    'IfNoneMatch',
    'MetadataDirective',
    'TaggingDirective',
  ],
  permissions: (input, call) => [sourcePermission(input, call), ...writePermissions(input, call)],
  run: async (input, call) => {
    checkDirectives(input)
    const bucket = bucketOf(input, call)
    const key = input.Key!
    const { bucket: sourceBucket, object: source } = copySource(input, call)
    checkSize(source)
    checkChangesSomething(input, bucket, sourceBucket, source)
    const given = newObjectAttributes(input as unknown as NewObjectInput, bucket)
    const attributes =
      input.MetadataDirective === 'REPLACE'
        ? given.attributes
        : { ...source.attributes, storageClass: given.attributes.storageClass }
    const tags = input.TaggingDirective === 'REPLACE' ? given.tags : source.tags
    const before = bucket.objects.current(key)
    checkWriteConditions(input, key, before)
    const { content, md5, checksum: computed } = await copied(input, source, call)
    const checksum = { ...computed, type: 'FULL_OBJECT' as const }
    try {
      checkNoConflict(input, key, { before, current: bucket.objects.current(key) })
      const object = { key, content, eTag: quoted(md5), checksum, attributes, tags }
      const version = addObject(call, bucket, object, 'ObjectCreated:Copy', input)
      return {
        CopyObjectResult: {
          ETag: version.eTag,
          LastModified: version.lastModified,
          ...objectChecksumMembers(checksum),
        },
        ...writtenMembers(bucket, version),
        ...(sourceBucket.versioning && { CopySourceVersionId: source.versionId }),
      }
    } catch (error) {
      content.release()
      throw error
    }
  },
}

/** A copy keeps the algorithm of its source unless the request names another; its ETag is the MD5 of the whole. */
function copied(input: CopyObjectRequest, source: ObjectVersion, call: Call) {
  const algorithm = input.ChecksumAlgorithm ?? source.checksum.algorithm
  if (!isChecksumAlgorithm(algorithm)) throw notBuilt(`the checksum algorithm ${algorithm}`)
  return copiedContent(source, algorithm, call.account.s3.store)
}

// No source is recorded for the words.
function checkDirectives({ MetadataDirective = 'COPY', TaggingDirective = 'COPY' }: CopyObjectRequest): void {
  for (const [name, value] of Object.entries({ metadata: MetadataDirective, tagging: TaggingDirective })) {
    if (!['COPY', 'REPLACE'].includes(value))
      throw invalidArgument(`Unknown ${name} directive.`, `x-amz-${name}-directive`, value)
  }
}

function checkSize({ content }: ObjectVersion): void {
  if (content.size <= maxPutBytes) return
  const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${maxPutBytes}`
  throw new S3Error('InvalidRequest', message, 400)
}

function checkChangesSomething(input: CopyObjectRequest, bucket: Bucket, from: Bucket, source: ObjectVersion): void {
  const same = bucket === from && source.key === input.Key && !/\?versionId=/.test(input.CopySource!)
  const changes = [
    input.StorageClass,
    input.WebsiteRedirectLocation,
    input.ServerSideEncryption,
    input.ChecksumAlgorithm,
  ]
  if (!same || input.MetadataDirective === 'REPLACE' || changes.some(change => change !== undefined)) return
  throw new S3Error(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    400,
  )
}
