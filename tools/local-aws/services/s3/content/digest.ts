import { createHash } from 'node:crypto'
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc'

/** Takes bytes as they arrive; `value` ends it. */
export interface Digest {
  update(bytes: Uint8Array): void
  value(): Promise<Uint8Array>
}

/** The algorithms of x-amz-checksum-*. Unlike AWS: XXHASH64, XXHASH3 and XXHASH128 are refused by name. */
export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256', 'SHA512', 'MD5'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

const digestBytes: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
}

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return (checksumAlgorithms as readonly string[]).includes(name)
}

export function newDigest(algorithm: ChecksumAlgorithm): Digest {
  if (algorithm === 'CRC32') return crcDigest(new Crc32())
  if (algorithm === 'CRC32C') return crcDigest(new Crc32c())
  if (algorithm === 'CRC64NVME') return crcDigest(new Crc64Nvme())
  const hash = createHash(algorithm.toLowerCase())
  return { update: bytes => void hash.update(bytes), value: async () => hash.digest() }
}

function crcDigest(crc: { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }): Digest {
  return { update: bytes => crc.update(bytes), value: () => crc.digest() }
}

/** Whether a text is base64 of the algorithm's digest length. */
export function isDigestText(algorithm: ChecksumAlgorithm, text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === digestBytes[algorithm] && bytes.toString('base64') === text
}
