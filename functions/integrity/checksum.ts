import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { createCRC32, createCRC64, createXXHash128, createXXHash3, createXXHash64, type IHasher } from 'hash-wasm'

/** A checksum of bytes that arrive one after the other. */
export interface Checksum {
  update(data: Uint8Array): void
  /** The checksum of all bytes since the object was made, or since the last digest. */
  digest(): Uint8Array
}

// The algorithms of S3's checksums (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).
// Polynomials, reversed: CRC-32C RFC 3720, 12.1; CRC-64/NVME NVM Express NVM Command Set Specification, 5.2.1.3.4.
const makers: Record<string, () => Checksum | Promise<Checksum>> = {
  CRC32: () => new Crc32(),
  CRC32C: async () => ofWasm(await createCRC32(0x82f63b78)),
  CRC64NVME: async () => ofWasm(await createCRC64('9a6c9329ac4bc9b5')),
  MD5: () => ofNode('md5'),
  SHA1: () => ofNode('sha1'),
  SHA256: () => ofNode('sha256'),
  SHA512: () => ofNode('sha512'),
  XXHASH64: async () => ofWasm(await createXXHash64()),
  XXHASH3: async () => ofWasm(await createXXHash3()),
  XXHASH128: async () => ofWasm(await createXXHash128()),
}

export function isKnownChecksum(algorithm: string): boolean {
  return Object.hasOwn(makers, algorithm)
}

/** Makes a checksum of this algorithm, named as in S3's `x-amz-checksum-` headers but in upper case. */
export async function createChecksum(algorithm: string): Promise<Checksum> {
  const make = makers[algorithm]
  if (!make) throw new TypeError(`No checksum is called ${algorithm}`)
  return make()
}

class Crc32 implements Checksum {
  #value = 0

  update(data: Uint8Array): void {
    this.#value = crc32(data, this.#value)
  }

  digest(): Uint8Array {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(this.#value)
    this.#value = 0
    return bytes
  }
}

function ofNode(algorithm: string): Checksum {
  let hash = createHash(algorithm)
  return {
    update: data => void hash.update(data),
    digest() {
      const digest = hash.digest()
      hash = createHash(algorithm)
      return digest
    },
  }
}

function ofWasm(hasher: IHasher): Checksum {
  hasher.init()
  return {
    update: data => void hasher.update(data),
    digest() {
      const digest = hasher.digest('binary')
      hasher.init()
      return digest
    },
  }
}
