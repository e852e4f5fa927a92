import type { ChecksumAlgorithm } from './content/digest.ts'
import type { Checksum } from './content/received-body.ts'
import type { StoredContent } from './content/stored-content.ts'
import type { AnyVersion, ObjectAttributes, Tag } from './object-version.ts'
import { noSuchUpload } from './s3-errors.ts'

/** "Part size: 5 MB to 5 GB. There is no minimum size limit on the last part." (MiB and GiB) */
export const minPartBytes = 5 * 1024 ** 2
export const maxPartNumber = 10_000

export interface UploadedPart {
  readonly partNumber: number
  readonly content: StoredContent
  readonly md5: string
  readonly lastModified: Date
  /** The checksum in the upload's algorithm. */
  readonly checksum: Checksum
}

export interface MultipartUpload {
  readonly uploadId: string
  readonly key: string
  readonly initiated: Date
  /** The object of the key when the upload began. */
  readonly before: AnyVersion | undefined
  readonly attributes: ObjectAttributes
  readonly tags: readonly Tag[]
  /** CRC64NVME of the full object if the client did not choose. */
  readonly algorithm: ChecksumAlgorithm
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE'
  readonly clientChoseChecksum: boolean
  readonly parts: Map<number, UploadedPart>
}

/**
 * "If you upload a new part using the same part number … the previously uploaded part is overwritten."
 *
 * @throws AwsError NoSuchUpload 404 if the upload ended while the part arrived
 */
export function keepPart(
  uploads: ReadonlyMap<string, MultipartUpload>,
  upload: MultipartUpload,
  part: UploadedPart,
): void {
  if (uploads.get(upload.uploadId) !== upload) {
    part.content.release()
    throw noSuchUpload(upload.uploadId)
  }
  upload.parts.get(part.partNumber)?.content.release()
  upload.parts.set(part.partNumber, part)
}

export function discardParts(upload: MultipartUpload): void {
  for (const part of upload.parts.values()) part.content.release()
  upload.parts.clear()
}
