import type { Readable } from 'node:stream'
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Failure } from '../failure/failure.ts'
import { ObjectBody } from './object-body.ts'

export interface OpenObject {
  body: ObjectBody
  etag: string
  bytes: number | undefined
}

// The system of record. Every error of S3 and of the way to it leaves as a Failure.
export class Bucket {
  readonly name: string
  readonly #s3: S3Client
  readonly #silenceMs: number

  // `silenceMs`: how long a download may stand still.
  constructor(s3: S3Client, name: string, silenceMs = 5000) {
    this.#s3 = s3
    this.name = name
    this.#silenceMs = silenceMs
  }

  // Opens the object as it is now, unless it still is the one with this ETag.
  async open(key: string, knownEtag?: string): Promise<OpenObject | 'unchanged'> {
    try {
      const command = new GetObjectCommand({ Bucket: this.name, Key: key, IfNoneMatch: knownEtag })
      const { Body, ETag, ContentLength } = await this.#s3.send(command)
      const body = new ObjectBody(Body as Readable, key, this.#silenceMs)
      if (knownEtag === undefined || ETag !== knownEtag) return { body, etag: ETag ?? '', bytes: ContentLength }
      body.close() // a store that knows no If-None-Match on GET sends the same object again
      return 'unchanged'
    } catch (error) {
      if (statusOf(error) === 304) return 'unchanged'
      throw this.#failure(key, error)
    }
  }

  // Nothing when the bucket has an object of this key already
  // (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
  async create(key: string, data: Uint8Array): Promise<{ etag: string } | undefined> {
    try {
      const command = new PutObjectCommand({ Bucket: this.name, Key: key, Body: data, IfNoneMatch: '*' })
      const { ETag } = await this.#s3.send(command)
      return { etag: ETag ?? '' }
    } catch (error) {
      // 409: another conditional write of this key is under way, so one of the two makes the object.
      if (statusOf(error) === 412 || statusOf(error) === 409) return undefined
      throw this.#failure(key, error)
    }
  }

  async put(key: string, data: Uint8Array, contentType: string): Promise<void> {
    try {
      const command = new PutObjectCommand({ Bucket: this.name, Key: key, Body: data, ContentType: contentType })
      await this.#s3.send(command)
    } catch (error) {
      throw this.#failure(key, error)
    }
  }

  #failure(key: string, error: unknown): Failure {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    if (statusOf(error) === 404 && name !== 'NoSuchBucket') {
      return new Failure('NOT_FOUND', `The bucket has no object ${key}.`, { key }, error)
    }
    // S3's own errors are named by their code, those of the way to it are just an Error that explains itself.
    const reason = name === 'Error' ? message : name
    return new Failure('S3_UNAVAILABLE', `S3 did not serve ${key} in ${this.name}: ${reason}.`, { key }, error)
  }
}

function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata
  return metadata?.httpStatusCode
}
