import type { Checksum as SdkChecksum } from '@aws-sdk/client-s3'
import type { ChecksumAlgorithm } from './content/digest.ts'
import type { Checksum } from './content/received-body.ts'
import type { ObjectChecksum } from './object-version.ts'

type ChecksumMembers = Omit<SdkChecksum, 'ChecksumType'>

/** The members for a checksum in a request, for all algorithms of digest.ts. */
export const checksumRequestMembers = [
  'ChecksumCRC32',
  'ChecksumCRC32C',
  'ChecksumCRC64NVME',
  'ChecksumSHA1',
  'ChecksumSHA256',
  'ChecksumSHA512',
  'ChecksumMD5',
] as const satisfies readonly `Checksum${ChecksumAlgorithm}`[]

/** `{ ChecksumCRC32: 'sOO8/Q==' }` */
export function checksumMembers({ algorithm, value }: Checksum): ChecksumMembers {
  return { [`Checksum${algorithm}`]: value }
}

export function objectChecksumMembers(checksum: ObjectChecksum): SdkChecksum {
  return { ...checksumMembers(checksum), ChecksumType: checksum.type }
}
