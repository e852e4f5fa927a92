import { randomBytes } from 'node:crypto'
import t from 'tap'
import { combineCrcs } from './crc-combination.ts'
import { type ChecksumAlgorithm, newDigest } from './digest.ts'

async function crc(algorithm: ChecksumAlgorithm, bytes: Uint8Array): Promise<Uint8Array> {
  const digest = newDigest(algorithm)
  digest.update(bytes)
  return digest.value()
}

t.test('the CRCs of parts make the CRC of the whole', async t => {
  const parts = [randomBytes(1000), randomBytes(1), Buffer.alloc(0), randomBytes(70_001), randomBytes(1000)]
  for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
    const crcs = await Promise.all(parts.map(async part => ({ crc: await crc(algorithm, part), size: part.length })))
    const whole = await crc(algorithm, Buffer.concat(parts))
    t.equal(Buffer.from(combineCrcs(algorithm, crcs)).toString('hex'), Buffer.from(whole).toString('hex'), algorithm)
  }
})
