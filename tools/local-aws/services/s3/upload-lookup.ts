import type { Bucket } from './bucket.ts'
import type { MultipartUpload } from './multipart-upload.ts'
import { maxPartNumber } from './multipart-upload.ts'
import { invalidArgument, noSuchUpload } from './s3-errors.ts'

interface UploadInput {
  readonly Key?: string | undefined
  readonly UploadId?: string | undefined
}

/** @throws AwsError NoSuchUpload 404 */
export function uploadOf({ Key, UploadId }: UploadInput, bucket: Bucket): MultipartUpload {
  const upload = bucket.uploads.get(UploadId!)
  if (!upload || upload.key !== Key) throw noSuchUpload(UploadId!)
  return upload
}

/** @throws AwsError InvalidArgument 400 */
export function checkPartNumber(partNumber: number, sent: number | string = partNumber): void {
  if (Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= maxPartNumber) return
  const message = `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`
  throw invalidArgument(message, 'partNumber', sent)
}
