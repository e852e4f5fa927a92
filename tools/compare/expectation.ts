import { assumed } from './assumptions.ts'

const mebibyte = 2 ** 20
const lanes = 12
// The limit of an unzipped package (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const packageBytes = 262_144_000

/**
 * Computes the expected cold call of a store with a model of this size from published limits, in milliseconds. It is a
 * lower bound: it contains only the start and the transfer of the bytes. Returns undefined for a store without
 * published figures, and for a package that cannot be that large.
 */
export function expectedColdMs(store: string, sizeMib: number): number | undefined {
  const bytes = sizeMib * mebibyte
  const start = assumed('startMs')
  if (store === 'efs') {
    return start + 4 * assumed('efsReadMs') + networkMs(bytes, assumed('efsClientBytesPerSecond'))
  }
  // The way into memory is the same as to /tmp, which is not in the bound.
  if (store.startsWith('s3')) {
    return start + 2 * assumed('s3FirstByteMs') + networkMs(bytes, lanes * assumed('s3ConnectionBytesPerSecond'))
  }
  if (store === 'package' && bytes <= packageBytes) {
    const msPerByte = (start * (assumed('packageFactor') - 1)) / 90e6
    return start + msPerByte * Math.max(0, bytes - 10e6)
  }
  return undefined
}

/** The time of the environment's network for this many bytes from a source with this speed. */
function networkMs(bytes: number, sourceBytesPerSecond: number): number {
  const burst = Math.min(bytes, assumed('burstBytes'))
  const fast = Math.min(assumed('burstBytesPerSecond'), sourceBytesPerSecond)
  const steady = Math.min(assumed('steadyBytesPerSecond'), sourceBytesPerSecond)
  return 1000 * (burst / fast + (bytes - burst) / steady)
}
