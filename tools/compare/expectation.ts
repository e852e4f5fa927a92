import { assumed } from './assumptions.ts'

const mebibyte = 2 ** 20
const lanes = 12
// Of a package, unzipped (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const packageBytes = 262_144_000

/**
 * The cold call that published limits let one expect of a store with a model of this size, in milliseconds; undefined of a
 * store of which nothing is published, and of a package that cannot be that large. It is a lower bound: only the start and the way of the bytes are in it.
 */
export function expectedColdMs(store: string, sizeMib: number): number | undefined {
  const bytes = sizeMib * mebibyte
  const start = assumed('startMs')
  if (store === 'efs') {
    return start + 4 * assumed('efsReadMs') + networkMs(bytes, assumed('efsClientBytesPerSecond'))
  }
  if (store === 's3' || store === 's3-vpc') {
    return start + 2 * assumed('s3FirstByteMs') + networkMs(bytes, lanes * assumed('s3ConnectionBytesPerSecond'))
  }
  if (store === 'package' && bytes <= packageBytes) {
    const msPerByte = (start * (assumed('packageFactor') - 1)) / 90e6
    return start + msPerByte * Math.max(0, bytes - 10e6)
  }
  return undefined
}

/** What the environment's network takes for this many bytes from a source that sends no faster than this. */
function networkMs(bytes: number, sourceBytesPerSecond: number): number {
  const burst = Math.min(bytes, assumed('burstBytes'))
  const fast = Math.min(assumed('burstBytesPerSecond'), sourceBytesPerSecond)
  const steady = Math.min(assumed('steadyBytesPerSecond'), sourceBytesPerSecond)
  return 1000 * (burst / fast + (bytes - burst) / steady)
}
