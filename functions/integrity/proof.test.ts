import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import t from 'tap'
import { createChecksum } from './checksum.ts'
import { type ContentClaim, needsPartSizes, proofOf } from './proof.ts'

const data = Buffer.from('123456789')
const md5 = (content: Uint8Array) => createHash('md5').update(content).digest()
const claim = (more: Partial<ContentClaim> = {}): ContentClaim => ({ etag: '"none"', etagIsMd5: true, ...more })
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')

async function check(claimed: ContentClaim, pieces: Uint8Array[] = [data.subarray(0, 4), data.subarray(4)]) {
  const proof = await proofOf(claimed)
  for (const piece of pieces) proof.update(piece)
  return { by: proof.by, difference: proof.difference() }
}

// "123456789" is the check value of catalogues of checksums: reveng.sourceforge.io/crc-catalogue (CRC), FIPS 180 for SHA.
const known: Record<string, string> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  SHA256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  SHA512:
    'd9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274ad27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85',
  XXHASH64: '8cb841db40e6ae83',
}

for (const [algorithm, hex] of Object.entries(known)) {
  t.test(`the ${algorithm} of the whole object proves its bytes`, async t => {
    const checksum = { algorithm, value: base64(hex), ofParts: false }
    t.same(await check(claim({ checksum })), { by: algorithm, difference: undefined })
    const other = await check(claim({ checksum }), [Buffer.from('123456780')])
    t.match(other.difference, new RegExp(`^has the ${algorithm} .+, where S3 says `))
  })
}

t.test('the checksum of the parts proves the bytes, however they arrive', async t => {
  const parts = [data.subarray(0, 5), data.subarray(5)]
  const ofParts = Buffer.alloc(8)
  parts.forEach((part, i) => ofParts.writeUInt32BE(crc32(part), 4 * i))
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(ofParts))
  const checksum = { algorithm: 'CRC32', value: `${sum.toString('base64')}-2`, ofParts: true }
  const claimed = claim({ checksum, partSizes: [5, 4] })
  for (const pieces of [[data], [...data].map(byte => Buffer.from([byte])), parts]) {
    t.same(await check(claimed, pieces), { by: 'CRC32 of 2 parts', difference: undefined })
  }
  t.match(await check(claimed, [data.subarray(1)]), { difference: /has the CRC32/ })
  t.match(await check(claim({ checksum, partSizes: [4, 5] })), { difference: String })
})

t.test('an empty object of one empty part has the checksum of it', async t => {
  const value = `${createHash('sha256').update(createHash('sha256').digest()).digest('base64')}-1`
  const checksum = { algorithm: 'SHA256', value, ofParts: true }
  t.same(await check(claim({ checksum, partSizes: [0] }), []), { by: 'SHA256 of 1 parts', difference: undefined })
})

t.test('without a checksum the ETag proves the bytes if it is an MD5', async t => {
  const etag = `"${md5(data).toString('hex')}"`
  t.same(await check(claim({ etag })), { by: 'ETag (MD5)', difference: undefined })
  t.match(await check(claim({ etag }), [Buffer.from('x')]), { difference: /has the ETag \(MD5\) / })
  const parts = Buffer.concat([md5(data.subarray(0, 5)), md5(data.subarray(5))])
  const ofParts = claim({ etag: `"${md5(parts).toString('hex')}-2"`, partSizes: [5, 4] })
  t.same(await check(ofParts), { by: 'ETag (MD5) of 2 parts', difference: undefined })
  t.match(await check(ofParts, [Buffer.from('x')]), { difference: String })
  const ten = Array.from({ length: 10 }, (_, i) => Buffer.of(i))
  const ofTen = claim({
    etag: `"${md5(Buffer.concat(ten.map(md5))).toString('hex')}-10"`,
    partSizes: Array(10).fill(1),
  })
  t.same(await check(ofTen, ten), { by: 'ETag (MD5) of 10 parts', difference: undefined })
})

t.test('an ETag counts as an MD5 only if it is nothing but the digits, with or without quotes', async t => {
  const sum = md5(data).toString('hex')
  for (const etag of [`"${sum}"`, sum, sum.toUpperCase()]) {
    t.same(await check(claim({ etag })), { by: 'ETag (MD5)', difference: undefined }, etag)
  }
  for (const etag of [`x"${sum}"`, `"${sum}"x`, `"${sum}x"`, `"x${sum}"`, `"${sum.slice(1)}"`]) {
    t.equal((await check(claim({ etag }))).by, 'length only', etag)
  }
  const partSizes = Array<number>(12).fill(1)
  for (const etag of [`"${sum}-12"`, `${sum}-12`]) {
    t.equal((await check(claim({ etag, partSizes }))).by, 'ETag (MD5) of 12 parts', etag)
    t.equal(needsPartSizes(claim({ etag })), true, etag)
  }
  t.equal(needsPartSizes(claim({ etag: '"a-3b"' })), false)
})

t.test('a checksum of parts of unknown sizes proves nothing', async t => {
  const checksum = { algorithm: 'CRC32', value: 'x', ofParts: true }
  t.equal((await check(claim({ checksum }))).by, 'length only')
})

// The checksums of no bytes with the seed 0, from github.com/Cyan4973/xxHash (cli/xsum_sanity_check.c).
t.test('the XXH3 checksums of no bytes are the published ones', async t => {
  const hexOf = async (algorithm: string) => Buffer.from((await createChecksum(algorithm)).digest()).toString('hex')
  t.equal(await hexOf('XXHASH3'), '2d06800538d394c2')
  t.equal(await hexOf('XXHASH128'), '99aa06d3014798d86001c324468d497f')
  await t.rejects(createChecksum('NEW'), { message: 'No checksum is called NEW' })
})

t.test('a claim that proves nothing is reported as length only', async t => {
  const etag = `"${md5(Buffer.from('other')).toString('hex')}"`
  const nothing = { by: 'length only', difference: undefined }
  t.same(await check(claim()), nothing, 'an ETag of another form')
  t.same(await check(claim({ etag, etagIsMd5: false })), nothing, 'as with a key of KMS')
  t.same(await check(claim({ etag: etag.replace(/"$/, '-2"') })), nothing, 'parts of unknown sizes')
  const checksum = { algorithm: 'NEW', value: 'x', ofParts: false }
  t.same(await check(claim({ checksum })), nothing, 'an algorithm that this code does not have')
})

t.test('the sizes of parts are needed only if the proof uses them', t => {
  const etag = `"${md5(data).toString('hex')}-3"`
  const checksum = { algorithm: 'CRC32', value: 'x', ofParts: false }
  t.equal(needsPartSizes(claim({ etag })), true)
  t.equal(needsPartSizes(claim({ etag, etagIsMd5: false })), false)
  t.equal(needsPartSizes(claim({ etag, checksum })), false)
  t.equal(needsPartSizes(claim({ checksum: { ...checksum, ofParts: true } })), true)
  t.equal(needsPartSizes(claim()), false)
  t.end()
})
