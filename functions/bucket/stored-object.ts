import type { GetObjectCommandOutput, HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import type { ContentClaim } from '../integrity/proof.ts'
import type { ObjectBody } from './object-body.ts'

/** An object as S3 described it when it was opened. */
export interface StoredObject extends ContentClaim {
  key: string
  versionId: string | undefined
  bytes: number | undefined
}

export interface OpenObject extends StoredObject {
  body: ObjectBody
}

/** The object is no longer the one that was opened. */
export class ReplacedObject extends Failure {
  constructor(key: string, cause?: unknown) {
    super('S3_UNAVAILABLE', `${key} was replaced while it was read. Send the request again.`, { key }, cause)
  }
}

type Described = Omit<GetObjectCommandOutput | HeadObjectCommandOutput, 'Body'>

export function describe(key: string, output: Described): StoredObject {
  return {
    key,
    etag: output.ETag ?? '',
    etagIsMd5: isMd5(output),
    versionId: output.VersionId,
    bytes: output.ContentLength,
    checksum: checksumOf(output),
  }
}

// "Objects created … encrypted by SSE-S3 or plaintext, have ETags that are an MD5 digest of their object data"; other
// ETags are not MD5 digests (docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html, ETag).
function isMd5({ ServerSideEncryption, SSECustomerAlgorithm }: Described): boolean {
  return (ServerSideEncryption ?? 'AES256') === 'AES256' && SSECustomerAlgorithm === undefined
}

// Checksums are members such as ChecksumCRC32. An object has one, unless a second was requested besides the CRC64NVME;
// any of them is sufficient.
function checksumOf(output: Described): StoredObject['checksum'] {
  for (const [member, value] of Object.entries(output)) {
    const algorithm = /^Checksum([A-Z0-9]+)$/.exec(member)?.[1]
    if (!algorithm || typeof value !== 'string') continue
    const ofParts = output.ChecksumType === 'COMPOSITE' || /-\d+$/.test(value)
    return { algorithm, value, ofParts }
  }
  return undefined
}
