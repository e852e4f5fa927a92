import t from 'tap'
import { describe, ReplacedObject } from './stored-object.ts'

const described = (members: object) => describe('models/m', { $metadata: {}, ...members })

t.test('a checksum of an object is one of its parts if S3 says COMPOSITE or its value ends in their number', t => {
  t.same(described({ ChecksumCRC32: 'sOO8/Q==' }).checksum, { algorithm: 'CRC32', value: 'sOO8/Q==', ofParts: false })
  t.match(described({ ChecksumSHA256: 'a=', ChecksumType: 'COMPOSITE' }).checksum, { ofParts: true })
  t.match(described({ ChecksumSHA256: 'a=', ChecksumType: 'FULL_OBJECT' }).checksum, { ofParts: false })
  for (const value of ['a=-1', 'a=-12', 'a=-10000']) {
    t.same(described({ ChecksumSHA1: value }).checksum, { algorithm: 'SHA1', value, ofParts: true })
  }
  for (const value of ['a=-', 'a-1b', 'a=-x', 'a=-1=']) {
    t.match(described({ ChecksumSHA1: value }).checksum, { value, ofParts: false })
  }
  t.end()
})

t.test('a member is a checksum if its whole name is one and its value is a text', t => {
  t.equal(described({ ChecksumType: 'FULL_OBJECT' }).checksum, undefined)
  t.equal(described({ ChecksumCRC32: undefined, ChecksumCRC32C: 7 }).checksum, undefined)
  t.equal(described({ XChecksumCRC32: 'a=', ChecksumCRC32x: 'a=', checksumCRC32: 'a=' }).checksum, undefined)
  t.match(described({ ChecksumType: 'COMPOSITE', ChecksumCRC64NVME: 'b=' }).checksum, { algorithm: 'CRC64NVME' })
  t.end()
})

t.test('an ETag is an MD5 of the content unless the object is encrypted with a key of KMS or of the customer', t => {
  t.equal(described({ ETag: '"x"' }).etagIsMd5, true)
  t.equal(described({ ServerSideEncryption: 'AES256' }).etagIsMd5, true)
  t.equal(described({ ServerSideEncryption: 'aws:kms' }).etagIsMd5, false)
  t.equal(described({ SSECustomerAlgorithm: 'AES256' }).etagIsMd5, false)
  t.equal(described({}).etag, '')
  t.end()
})

t.test('the failure of a replaced object names its key and its cause', t => {
  const cause = new Error('PreconditionFailed')
  t.match(new ReplacedObject('models/m', cause), { code: 'S3_UNAVAILABLE', details: { key: 'models/m' }, cause })
  t.end()
})
