import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { holds } from '../../tools/testing/property.ts'
import { createChecksum } from './checksum.ts'
import { type ContentClaim, proofOf } from './proof.ts'

// S3's algorithms whose checksums of parts can be combined into one
// (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html), and the ETag as MD5.
const ofParts = fc.constantFrom('CRC32', 'CRC32C', 'SHA1', 'SHA256', 'ETag')
const ofWhole = fc.constantFrom('CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'SHA512', 'XXHASH64', 'ETag')

const content = fc.uint8Array({ maxLength: 300 })
// The places of the cuts, in thousandths of the length.
const cuts = fc.array(fc.nat(1000), { maxLength: 8 })

function split(data: Uint8Array, at: readonly number[]): Uint8Array[] {
  const ends = at.map(cut => Math.round((cut / 1000) * data.length)).sort((a, b) => a - b)
  return [...ends, data.length].map((end, i) => data.subarray(ends[i - 1] ?? 0, end))
}

async function digest(algorithm: string, data: Uint8Array): Promise<Buffer> {
  if (algorithm === 'ETag') return createHash('md5').update(data).digest()
  const checksum = await createChecksum(algorithm)
  checksum.update(data)
  return Buffer.from(checksum.digest())
}

// The claim that S3 would make about an object that was uploaded in these parts, or as a whole without parts.
async function claimOf(algorithm: string, data: Uint8Array, parts?: Uint8Array[]): Promise<ContentClaim> {
  const digests = await Promise.all((parts ?? []).map(part => digest(algorithm, part)))
  const sum = await digest(algorithm, parts ? Buffer.concat(digests) : data)
  const partSizes = parts?.map(part => part.length)
  const ending = parts ? `-${parts.length}` : ''
  if (algorithm === 'ETag') return { etag: `"${sum.toString('hex')}${ending}"`, etagIsMd5: true, partSizes }
  const checksum = { algorithm, value: `${sum.toString('base64')}${ending}`, ofParts: parts !== undefined }
  return { etag: '"none"', etagIsMd5: false, checksum, partSizes }
}

async function differenceOf(claim: ContentClaim, pieces: readonly Uint8Array[]): Promise<string | undefined> {
  const proof = await proofOf(claim)
  if (proof.by === 'length only') throw new Error('Nothing is proved.')
  for (const piece of pieces) proof.update(piece)
  return proof.difference()
}

t.test('bytes are proved in whatever pieces they arrive, and in whatever parts they were uploaded', async t => {
  const proved = fc.asyncProperty(ofParts, content, cuts, cuts, async (algorithm, data, parts, pieces) => {
    const claim = await claimOf(algorithm, data, split(data, parts))
    return (await differenceOf(claim, split(data, pieces))) === undefined
  })
  await holds(proved, { runs: 400 })
  t.pass('the property holds')
})

t.test('bytes of an object that was uploaded as a whole are proved in whatever pieces they arrive', async t => {
  const proved = fc.asyncProperty(ofWhole, content, cuts, async (algorithm, data, pieces) => {
    return (await differenceOf(await claimOf(algorithm, data), split(data, pieces))) === undefined
  })
  await holds(proved, { runs: 200 })
  t.pass('the property holds')
})

t.test('a wrong bit, a missing byte or an extra byte is noticed anywhere', async t => {
  const damage = fc.constantFrom('flip', 'drop', 'add')
  const noticed = fc.asyncProperty(
    ofParts,
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.option(cuts, { nil: undefined }),
    damage,
    fc.nat(),
    async (algorithm, data, parts, what, place) => {
      const claim = await claimOf(algorithm, data, parts && split(data, parts))
      const at = place % data.length
      const [before, after] = [data.subarray(0, at), data.subarray(at + 1)]
      const flipped = Uint8Array.of(data[at]! ^ (1 << (place % 8)))
      const damaged = { flip: [before, flipped, after], drop: [before, after], add: [data, Uint8Array.of(place)] }[what]
      return (await differenceOf(claim, damaged)) !== undefined
    },
  )
  await holds(noticed, { runs: 400 })
  t.pass('the property holds')
})
