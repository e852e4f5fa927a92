import type { CreateMultipartUploadRequest, PutObjectRequest, StorageClass } from '@aws-sdk/client-s3'
import type { Bucket } from './bucket.ts'
import type { ObjectAttributes, ObjectVersion, Tag } from './object-version.ts'
import { invalidArgument, notBuilt, S3Error } from './s3-errors.ts'
import { tagsFromHeader } from './tags.ts'

/** The common input of PutObject, CopyObject and CreateMultipartUpload about the future object. */
export type NewObjectInput = PutObjectRequest & Omit<CreateMultipartUploadRequest, 'ChecksumAlgorithm'>

/** The members that all three honour. */
export const newObjectMembers = [
  'Bucket',
  'Key',
  'ACL',
  // Without KMS, which is refused below, S3 has no bucket keys.
  'BucketKeyEnabled',
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
  'GrantFullControl',
  'GrantRead',
  'GrantReadACP',
  'GrantWriteACP',
  'Metadata',
  'ServerSideEncryption',
  'StorageClass',
  'Tagging',
  'WebsiteRedirectLocation',
] as const satisfies readonly (keyof NewObjectInput)[]

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
const maxMetadataBytes = 2048
const maxKeyBytes = 1024
/** The classes that can be read at once. Unlike AWS: the archive classes are refused, since nothing restores them. */
const readableClasses = new Set<string>([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
])

/**
 * Checks everything of a new object besides its bytes, before any byte is read.
 *
 * @throws AwsError KeyTooLongError, MetadataTooLarge, AccessControlListNotSupported, InvalidStorageClass …
 */
export function newObjectAttributes(
  input: NewObjectInput,
  bucket: Bucket,
): { attributes: ObjectAttributes; tags: readonly Tag[] } {
  if (Buffer.byteLength(input.Key!) > maxKeyBytes) {
    const details = { Size: Buffer.byteLength(input.Key!), MaxSizeAllowed: maxKeyBytes }
    throw new S3Error('KeyTooLongError', 'Your key is too long', 400, details)
  }
  if (input.ServerSideEncryption !== undefined && input.ServerSideEncryption !== 'AES256') {
    throw notBuilt(`server-side encryption ${input.ServerSideEncryption}, since it has no KMS`)
  }
  checkAcl(input, bucket)
  checkMetadata(input.Metadata ?? {})
  return { attributes: attributesOf(input), tags: tagsFromHeader(input.Tagging) }
}

/** The members of GetObject's and HeadObject's output that repeat the stored attributes. */
export function storedMembers(object: ObjectVersion, bucket: Bucket) {
  const { headers, metadata, storageClass } = object.attributes
  return {
    AcceptRanges: 'bytes',
    LastModified: object.lastModified,
    ETag: object.eTag,
    ContentType: headers.contentType,
    CacheControl: headers.cacheControl,
    ContentDisposition: headers.contentDisposition,
    ContentEncoding: headers.contentEncoding,
    ContentLanguage: headers.contentLanguage,
    Expires: headers.expires,
    WebsiteRedirectLocation: headers.websiteRedirectLocation,
    Metadata: metadata,
    ServerSideEncryption: 'AES256' as const,
    // "Amazon S3 returns this header for all objects except for S3 Standard storage class objects."
    StorageClass: storageClass === 'STANDARD' ? undefined : storageClass,
    VersionId: bucket.versioning ? object.versionId : undefined,
    TagCount: object.tags.length || undefined,
  }
}

function attributesOf(input: NewObjectInput): ObjectAttributes {
  const storageClass = input.StorageClass ?? 'STANDARD'
  if (!readableClasses.has(storageClass)) {
    throw ['GLACIER', 'DEEP_ARCHIVE'].includes(storageClass)
      ? notBuilt(`the storage class ${storageClass}`)
      : new S3Error('InvalidStorageClass', 'The storage class you specified is not valid', 400)
  }
  const contentEncoding = withoutAwsChunked(input.ContentEncoding)
  return {
    headers: {
      contentType: input.ContentType || 'binary/octet-stream',
      ...(input.CacheControl !== undefined && { cacheControl: input.CacheControl }),
      ...(input.ContentDisposition !== undefined && { contentDisposition: input.ContentDisposition }),
      ...(contentEncoding && { contentEncoding }),
      ...(input.ContentLanguage !== undefined && { contentLanguage: input.ContentLanguage }),
      ...(input.Expires !== undefined && { expires: input.Expires }),
      ...(input.WebsiteRedirectLocation !== undefined && { websiteRedirectLocation: input.WebsiteRedirectLocation }),
    },
    metadata: input.Metadata ?? {},
    storageClass: storageClass as StorageClass,
  }
}

/** aws-chunked is the encoding of the transfer, not of the object. */
function withoutAwsChunked(encoding: string | undefined): string {
  const encodings = (encoding ?? '').split(',').map(item => item.trim())
  return encodings.filter(item => item !== '' && item.toLowerCase() !== 'aws-chunked').join(',')
}

function checkMetadata(metadata: Readonly<Record<string, string>>): void {
  const bytes = Object.entries(metadata).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0)
  if (bytes <= maxMetadataBytes) return
  const details = { Size: bytes, MaxSizeAllowed: maxMetadataBytes }
  throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, details)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html */
function checkAcl(input: NewObjectInput, bucket: Bucket): void {
  if (input.ACL !== undefined && !knownAcls.has(input.ACL)) throw invalidArgument('', 'x-amz-acl', input.ACL)
  const grants = input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWriteACP
  const ownerOnly = input.ACL === undefined || input.ACL === 'bucket-owner-full-control'
  if (grants === undefined && ownerOnly) return
  if (bucket.ownership === 'BucketOwnerEnforced') {
    throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400)
  }
  if (grants !== undefined || input.ACL !== 'private') throw notBuilt('access control lists')
}

const knownAcls = new Set<string>([
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
])
