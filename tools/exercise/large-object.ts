import { createCipheriv, createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { type Progress, silent } from '../command/progress.ts'
import type { ApiClient } from './api-client.ts'
import type { DeployedSystem } from './deployed-system.ts'
import { expectStatus } from './expect-answer.ts'
import { type Retry, settled } from './settling-calls.ts'
import { uploadInParts } from './upload-in-parts.ts'

export interface LargeIngest {
  readonly key: string
  readonly bytes: number
  /** The Producer's own clock, from the request to the renamed file. */
  readonly durationMs: number
  readonly mebibytesPerSecond: number
  /** Lambda's request ID. It finds the platform report with the used memory. */
  readonly requestId: string | undefined
}

const mebibyte = 1024 * 1024

/** Puts an object of seeded bytes under inputs/, which has no events, and lets the API copy it to EFS. */
export async function ingestLarge(
  system: DeployedSystem,
  s3: S3Client,
  api: ApiClient,
  options: {
    key: string
    largeBytes: number
    seed: number
    retries: Retry[]
    progress?: Progress
    signal?: AbortSignal
  },
): Promise<LargeIngest> {
  const { key, largeBytes, seed, retries, progress = silent, signal } = options
  progress.step(`Ingest a large object: ${(largeBytes / mebibyte).toFixed(0)} MiB`)
  await uploadInParts(s3, { Bucket: system.bucketName, Key: key, Body: seededBytes(largeBytes, seed) })
  const post = () => api.post('/ingest', { key }, signal)
  const answer = expectStatus(await settled('ingest large', post, retries, signal), 201, `POST /ingest ${key}`)
  const { bytes, durationMs } = answer.body
  const mebibytesPerSecond = bytes / mebibyte / (durationMs / 1000)
  progress.detail(
    `copied from S3 to EFS in ${(durationMs / 1000).toFixed(2)} s, ${mebibytesPerSecond.toFixed(0)} MiB/s`,
  )
  return { key, bytes, durationMs, mebibytesPerSecond, requestId: answer.requestId }
}

/** Gives the same bytes for the same seed, as fast as AES. Nothing on the way can compress them. */
export function seededBytes(length: number, seed: number): Readable {
  const key = createHash('sha256').update(`large-object ${seed}`).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  const chunk = Buffer.alloc(mebibyte)
  return Readable.from(
    (function* () {
      for (let left = length; left > 0; left -= mebibyte)
        yield cipher.update(chunk.subarray(0, Math.min(left, mebibyte)))
    })(),
  )
}
