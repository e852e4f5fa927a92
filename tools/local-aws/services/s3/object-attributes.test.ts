import t from 'tap'
import { Bucket } from './bucket.ts'
import { newObjectAttributes, storedMembers } from './object-attributes.ts'

const bucket = new Bucket('b', 'aws', new Date())
const attributes = (input: object, of = bucket) => newObjectAttributes({ Key: 'k', ...input } as never, of)

t.test('an object has the headers, the metadata, the class and the tags of its request', t => {
  t.same(attributes({}), {
    attributes: { headers: { contentType: 'binary/octet-stream' }, metadata: {}, storageClass: 'STANDARD' },
    tags: [],
  })
  const expires = new Date(0)
  const whole = attributes({
    ContentType: 'a/b',
    CacheControl: 'c',
    ContentDisposition: 'd',
    ContentEncoding: 'gzip, AWS-chunked, br',
    ContentLanguage: 'l',
    Expires: expires,
    WebsiteRedirectLocation: '/w',
    Metadata: { m: '1' },
    StorageClass: 'GLACIER_IR',
    Tagging: 'a=b&c=d%20e',
    ServerSideEncryption: 'AES256',
  })
  const headers = {
    contentType: 'a/b',
    cacheControl: 'c',
    contentDisposition: 'd',
    contentEncoding: 'gzip,br',
    contentLanguage: 'l',
    expires,
    websiteRedirectLocation: '/w',
  }
  t.same(whole, {
    attributes: { headers, metadata: { m: '1' }, storageClass: 'GLACIER_IR' },
    tags: [
      { Key: 'a', Value: 'b' },
      { Key: 'c', Value: 'd e' },
    ],
  })
  t.notOk('contentEncoding' in attributes({ ContentEncoding: 'aws-chunked' }).attributes.headers)
  const stored = { ...whole, lastModified: expires, eTag: 'e', versionId: 'v' } as never
  const members = {
    AcceptRanges: 'bytes',
    LastModified: expires,
    ETag: 'e',
    ContentType: 'a/b',
    CacheControl: 'c',
    ContentDisposition: 'd',
    ContentEncoding: 'gzip,br',
    ContentLanguage: 'l',
    Expires: expires,
    WebsiteRedirectLocation: '/w',
    Metadata: { m: '1' },
    ServerSideEncryption: 'AES256',
    StorageClass: 'GLACIER_IR',
    VersionId: undefined,
    TagCount: 2,
  }
  t.same(storedMembers(stored, bucket), members)
  const versioned = new Bucket('v', 'aws', expires)
  versioned.versioning = 'Suspended'
  t.equal(storedMembers(stored, versioned).VersionId, 'v')
  const plain = { ...attributes({}), eTag: 'e' } as never
  t.match(storedMembers(plain, bucket), { StorageClass: undefined, TagCount: undefined })
  t.end()
})

t.test('an object is refused over its limits, and in a class that cannot be read at once', t => {
  t.doesNotThrow(() => attributes({ Key: 'é'.repeat(512) }))
  t.throws(() => attributes({ Key: `${'é'.repeat(512)}x` }), {
    code: 'KeyTooLongError',
    details: { Size: 1025, MaxSizeAllowed: 1024 },
  })
  t.doesNotThrow(() => attributes({ Metadata: { a: 'x'.repeat(1000), bc: 'é'.repeat(522), d: '' } }))
  t.throws(() => attributes({ Metadata: { a: 'x'.repeat(1000), bc: 'é'.repeat(522), de: '' } }), {
    code: 'MetadataTooLarge',
    details: { Size: 2049, MaxSizeAllowed: 2048 },
  })
  for (const StorageClass of ['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING'])
    t.equal(attributes({ StorageClass }).attributes.storageClass, StorageClass)
  for (const StorageClass of ['GLACIER', 'DEEP_ARCHIVE'])
    t.throws(() => attributes({ StorageClass }), { code: 'NotImplemented', statusCode: 501 })
  t.throws(() => attributes({ StorageClass: 'COLD' }), { code: 'InvalidStorageClass', statusCode: 400 })
  t.throws(() => attributes({ ServerSideEncryption: 'aws:kms' }), { code: 'NotImplemented', message: /aws:kms/ })
  t.end()
})

t.test('a bucket without ACLs takes none but the owner’s, and any other has only the private one', t => {
  const acls = [
    'private',
    'public-read',
    'public-read-write',
    'authenticated-read',
    'aws-exec-read',
    'bucket-owner-read',
  ]
  const grants = ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWriteACP'].map(name => ({ [name]: 'id=x' }))
  t.doesNotThrow(() => attributes({ ACL: 'bucket-owner-full-control' }))
  for (const input of [...acls.map(ACL => ({ ACL })), ...grants])
    t.throws(() => attributes(input), { code: 'AccessControlListNotSupported', statusCode: 400 }, JSON.stringify(input))
  t.throws(() => attributes({ ACL: 'mine' }), { code: 'InvalidArgument', details: { ArgumentName: 'x-amz-acl' } })
  const open = new Bucket('o', 'aws', new Date())
  open.ownership = 'ObjectWriter'
  for (const ACL of ['private', 'bucket-owner-full-control']) t.doesNotThrow(() => attributes({ ACL }, open), ACL)
  for (const input of [...acls.slice(1).map(ACL => ({ ACL })), ...grants, { ACL: 'private', ...grants[0] }])
    t.throws(() => attributes(input, open), { code: 'NotImplemented', message: /access control lists/ })
  t.end()
})
