import { randomBytes } from 'node:crypto'
import type { CreateMultipartUploadOutput, CreateMultipartUploadRequest } from '@aws-sdk/client-s3'
import { bucketOf } from '../bucket-access.ts'
import { type ChecksumAlgorithm, isChecksumAlgorithm } from '../content/digest.ts'
import type { MultipartUpload } from '../multipart-upload.ts'
import { type NewObjectInput, newObjectAttributes, newObjectMembers } from '../object-attributes.ts'
import type { Operation } from '../operation.ts'
import { notBuilt, S3Error } from '../s3-errors.ts'
import { wholeSecond } from '../whole-second.ts'
import { writePermissions } from '../write-permissions.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
export const createMultipartUpload: Operation<CreateMultipartUploadRequest, CreateMultipartUploadOutput> = {
  honours: [...newObjectMembers, 'ChecksumType'],
  permissions: writePermissions,
  run: (input, call) => {
    const bucket = bucketOf(input, call)
    const { attributes, tags } = newObjectAttributes(input as NewObjectInput, bucket)
    const upload: MultipartUpload = {
      uploadId: randomBytes(48).toString('base64url'),
      key: input.Key!,
      initiated: wholeSecond(call.account.now()),
      before: bucket.objects.current(input.Key!),
      attributes,
      tags,
      ...chosenChecksum(input),
      clientChoseChecksum: input.ChecksumAlgorithm !== undefined,
      parts: new Map(),
    }
    bucket.uploads.set(upload.uploadId, upload)
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      ServerSideEncryption: 'AES256',
      ...(upload.clientChoseChecksum && {
        ChecksumAlgorithm: upload.algorithm,
        ChecksumType: upload.checksumType,
      }),
    }
  },
}

/**
 * "CRC64NVME … full object only. SHA-1, SHA-256 … composite only. CRC32, CRC32C … both", composite by default.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
function chosenChecksum({ ChecksumAlgorithm: chosen, ChecksumType: type }: CreateMultipartUploadRequest) {
  if (chosen === undefined) {
    if (type === 'COMPOSITE') throw typeMismatch(type, 'CRC64NVME')
    return { algorithm: 'CRC64NVME' as const, checksumType: 'FULL_OBJECT' as const }
  }
  const algorithm = chosen.toUpperCase()
  if (!isChecksumAlgorithm(algorithm)) throw notBuilt(`the checksum algorithm ${chosen}`)
  const checksumType = type ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE')
  if (!allowedTypes(algorithm).includes(checksumType)) throw typeMismatch(checksumType, algorithm)
  return { algorithm, checksumType }
}

function allowedTypes(algorithm: ChecksumAlgorithm): string[] {
  if (algorithm === 'CRC64NVME') return ['FULL_OBJECT']
  return algorithm.startsWith('CRC32') ? ['FULL_OBJECT', 'COMPOSITE'] : ['COMPOSITE']
}

function typeMismatch(type: string, algorithm: string): S3Error {
  const message = `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`
  return new S3Error('InvalidRequest', message, 400)
}
