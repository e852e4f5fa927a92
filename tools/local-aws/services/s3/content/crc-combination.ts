import type { ChecksumAlgorithm } from './digest.ts'

/**
 * The polynomials in reflected form. All three algorithms start and end with all ones, so one formula works for them.
 */
const polynomials: Partial<Record<ChecksumAlgorithm, { bits: bigint; polynomial: bigint }>> = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
}

export interface PartCrc {
  readonly crc: Uint8Array
  readonly size: number
}

/**
 * Computes the CRC of all parts in sequence from the CRCs of each, without reading a byte again: the CRC of `a`
 * followed by `b` is `crc(a) · x^(8·size(b)) + crc(b)` in the field of the polynomial.
 * https://github.com/madler/zlib/blob/develop/crc32.c (crc32_combine) explains the method.
 */
export function combineCrcs(algorithm: ChecksumAlgorithm, parts: readonly PartCrc[]): Uint8Array {
  const field = polynomials[algorithm]
  if (!field) throw new Error(`${algorithm} is not a CRC`)
  const shifts = new Map<number, bigint>()
  let combined = 0n
  for (const { crc, size } of parts) {
    const shift = shifts.get(size) ?? powerOfX(8n * BigInt(size), field)
    shifts.set(size, shift)
    combined = multiply(shift, combined, field) ^ toBigInt(crc)
  }
  return Buffer.from(combined.toString(16).padStart(Number(field.bits) / 4, '0'), 'hex')
}

interface Field {
  readonly bits: bigint
  readonly polynomial: bigint
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** Reflected: the highest bit stands for x^0. */
function multiply(a: bigint, b: bigint, { bits, polynomial }: Field): bigint {
  let product = 0n
  let shifted = b
  for (let bit = 1n << (bits - 1n); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n
  }
  return product
}

function powerOfX(exponent: bigint, field: Field): bigint {
  let result = 1n << (field.bits - 1n)
  let square = 1n << (field.bits - 2n)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square, field)
    square = multiply(square, square, field)
  }
  return result
}
