import type { Checksum as SdkChecksum } from '@aws-sdk/client-s3'
import type { Checksum } from './content/received-body.ts'
import type { ObjectChecksum } from './object-version.ts'

type ChecksumMembers = Omit<SdkChecksum, 'ChecksumType'>

/** `{ ChecksumCRC32: 'sOO8/Q==' }` */
export function checksumMembers({ algorithm, value }: Checksum): ChecksumMembers {
  return { [`Checksum${algorithm}`]: value }
}

export function objectChecksumMembers(checksum: ObjectChecksum): SdkChecksum {
  return { ...checksumMembers(checksum), ChecksumType: checksum.type }
}
