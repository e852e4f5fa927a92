import { createHash } from 'node:crypto'
import type { CompletedPart, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3'
import { combineCrcs } from './content/crc-combination.ts'
import { type ChecksumAlgorithm, newDigest } from './content/digest.ts'
import type { MultipartUpload, UploadedPart } from './multipart-upload.ts'
import { minPartBytes } from './multipart-upload.ts'
import { quoted } from './new-object.ts'
import type { ObjectChecksum } from './object-version.ts'
import { malformedXml, S3Error } from './s3-errors.ts'

export interface AssembledObject {
  readonly parts: readonly UploadedPart[]
  readonly eTag: string
  readonly checksum: ObjectChecksum
}

/**
 * Checks the list of parts against the uploaded ones and computes the ETag and the checksum of the whole.
 *
 * @throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall, InvalidRequest, BadDigest; then the upload continues
 */
export async function assembledObject(
  upload: MultipartUpload,
  input: CompleteMultipartUploadRequest,
): Promise<AssembledObject> {
  const listed = input.MultipartUpload?.Parts ?? []
  if (listed.length === 0) throw malformedXml()
  checkOrder(listed)
  const parts = listed.map(part => uploadedPart(upload, part))
  checkSizes(parts)
  checkDeclaredSize(input, parts)
  const checksum = await checksumOf(upload, parts)
  checkDeclaredChecksum(input, upload, checksum)
  const eTag = createHash('md5').update(Buffer.concat(parts.map(part => Buffer.from(part.md5, 'hex'))))
  return { parts, eTag: quoted(`${eTag.digest('hex')}-${parts.length}`), checksum }
}

function checkOrder(listed: readonly CompletedPart[]): void {
  const numbers = listed.map(part => part.PartNumber ?? 0)
  if (numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)) return
  const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.'
  throw new S3Error('InvalidPartOrder', message, 400)
}

function uploadedPart(upload: MultipartUpload, listed: CompletedPart): UploadedPart {
  const { algorithm } = upload
  const part = upload.parts.get(listed.PartNumber!)
  const given = listed[`Checksum${algorithm}`]
  if (upload.clientChoseChecksum && upload.checksumType === 'COMPOSITE' && given === undefined) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${listed.PartNumber} in the request.`,
      400,
    )
  }
  const sameTag = part?.md5 === listed.ETag?.replaceAll('"', '')
  if (part && sameTag && (given === undefined || given === part.checksum.value)) return part
  throw new S3Error(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: upload.uploadId, PartNumber: listed.PartNumber, ETag: listed.ETag?.replaceAll('"', '') },
  )
}

function checkSizes(parts: readonly UploadedPart[]): void {
  const small = parts.slice(0, -1).find(part => part.content.size < minPartBytes)
  if (!small) return
  throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ProposedSize: small.content.size,
    MinSizeAllowed: minPartBytes,
    PartNumber: small.partNumber,
    ETag: small.md5,
  })
}

function checkDeclaredSize({ MpuObjectSize }: CompleteMultipartUploadRequest, parts: readonly UploadedPart[]): void {
  const size = parts.reduce((sum, part) => sum + part.content.size, 0)
  // It is a number in the model; some versions of the SDK decode it as text.
  if (MpuObjectSize === undefined || Number(MpuObjectSize) === size) return
  const message = "The provided 'x-amz-mp-object-size' header does not match what was computed."
  throw new S3Error('InvalidRequest', message, 400)
}

async function checksumOf(upload: MultipartUpload, parts: readonly UploadedPart[]): Promise<ObjectChecksum> {
  const { algorithm, checksumType: type } = upload
  const values = parts.map(part => Buffer.from(part.checksum.value, 'base64'))
  if (type === 'FULL_OBJECT') {
    const crc = combineCrcs(
      algorithm,
      parts.map((part, index) => ({ crc: values[index]!, size: part.content.size })),
    )
    return { algorithm, type, value: Buffer.from(crc).toString('base64') }
  }
  return { algorithm, type, value: `${await digestOf(algorithm, values)}-${parts.length}` }
}

async function digestOf(algorithm: ChecksumAlgorithm, values: readonly Uint8Array[]): Promise<string> {
  const digest = newDigest(algorithm)
  for (const value of values) digest.update(value)
  return Buffer.from(await digest.value()).toString('base64')
}

function checkDeclaredChecksum(
  input: CompleteMultipartUploadRequest,
  { algorithm }: MultipartUpload,
  { value, type }: ObjectChecksum,
): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    const message = `Checksum Type mismatch occurred, expected checksum Type: ${type}, actual checksum Type: ${input.ChecksumType}`
    throw new S3Error('InvalidRequest', message, 400)
  }
  const given = input[`Checksum${algorithm}`]
  // A composite checksum may have the number of parts at its end or not.
  if (given === undefined || given === value || given === value.replace(/-\d+$/, '')) return
  throw new S3Error(
    'BadDigest',
    `The ${algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
    400,
  )
}
