import type { Readable } from 'node:stream'
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type ObjectBody, StreamedBody } from './object-body.ts'
import type { PartRequestOptions } from './part-handler.ts'
import { PlacedBody } from './placed-body.ts'
import { PlacedResponse } from './placed-response.ts'
import { s3Failure, statusOf } from './s3-failure.ts'
import { describe, type OpenObject, ReplacedObject, type StoredObject } from './stored-object.ts'

/** The system of record. Every error of S3, or of the connection to it, becomes a Failure. */
export class Bucket {
  readonly name: string
  readonly #s3: S3Client
  readonly #silenceMs: number

  // `silenceMs`: how long a download may stall.
  constructor(s3: S3Client, name: string, silenceMs = 5000) {
    this.#s3 = s3
    this.name = name
    this.#silenceMs = silenceMs
  }

  // Opens the object as it is now, unless it still has this ETag.
  async open(key: string, knownEtag?: string): Promise<OpenObject | 'unchanged'> {
    try {
      const { Body, ...output } = await this.#get({ Key: key, IfNoneMatch: knownEtag })
      const object = { ...describe(key, output), body: this.#bodyOf(Body, key) }
      if (object.etag !== knownEtag) return object
      object.body.close() // a store that ignores If-None-Match on GET sends the same object again
      return 'unchanged'
    } catch (error) {
      if (statusOf(error) === 304) return 'unchanged'
      throw s3Failure(this.name, key, error)
    }
  }

  // Describes the object as it is now, without its content.
  async head(key: string): Promise<StoredObject> {
    try {
      return describe(key, await this.#s3.send(new HeadObjectCommand({ Bucket: this.name, Key: key })))
    } catch (error) {
      throw s3Failure(this.name, key, error)
    }
  }

  // Opens `part.length` bytes from `begin` on of an object that was opened before. The body must be read into `part`,
  // in which the bytes may lie before. Rejects with ReplacedObject if the object has changed. Returns undefined if the
  // store ignores ranges.
  async openRange(
    object: StoredObject,
    begin: number,
    part: Uint8Array,
    abortSignal?: AbortSignal,
  ): Promise<ObjectBody | undefined> {
    const { key, etag, versionId } = object
    const end = begin + part.length
    try {
      const range = { Key: key, IfMatch: etag, Range: `bytes=${begin}-${end - 1}` }
      const { Body, ...output } = await this.#get(range, { abortSignal, into: part })
      const body = this.#bodyOf(Body, key)
      const same = output.ETag === etag && output.VersionId === versionId
      if (same && output.ContentRange?.startsWith(`bytes ${begin}-${end - 1}/`)) return body
      body.close()
      if (same) return undefined
      throw new ReplacedObject(key)
    } catch (error) {
      if (error instanceof ReplacedObject) throw error
      if (statusOf(error) === 412 || statusOf(error) === 416) throw new ReplacedObject(key, error)
      throw s3Failure(this.name, key, error)
    }
  }

  // The sizes in bytes of the parts in which the object was uploaded; undefined if it has more than `most` parts. A
  // request for one part gets the number of parts and the size of that one
  // (docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html).
  async partSizes({ key, etag }: StoredObject, most: number, abortSignal?: AbortSignal): Promise<number[] | undefined> {
    const sizeOf = async (PartNumber: number) => {
      const command = new HeadObjectCommand({ Bucket: this.name, Key: key, IfMatch: etag, PartNumber })
      const { ContentLength = 0, PartsCount = 1 } = await this.#s3.send(command, {
        abortSignal,
      })
      return { bytes: ContentLength, parts: PartsCount }
    }
    try {
      const first = await sizeOf(1)
      if (first.parts > most) return undefined
      const sizes = [first.bytes]
      const atOnce = 12
      while (sizes.length < first.parts) {
        const numbers = Array.from(
          { length: Math.min(atOnce, first.parts - sizes.length) },
          (_, i) => sizes.length + 1 + i,
        )
        sizes.push(...(await Promise.all(numbers.map(sizeOf))).map(({ bytes }) => bytes))
      }
      return sizes
    } catch (error) {
      if (statusOf(error) === 412) throw new ReplacedObject(key, error)
      throw s3Failure(this.name, key, error)
    }
  }

  // Creates the object. Returns undefined if the bucket already has an object of this key
  // (docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html).
  async create(key: string, data: Uint8Array): Promise<{ etag: string } | undefined> {
    try {
      const command = new PutObjectCommand({ Bucket: this.name, Key: key, Body: data, IfNoneMatch: '*' })
      const { ETag } = await this.#s3.send(command)
      return { etag: ETag ?? '' }
    } catch (error) {
      // 409: another conditional write of this key is in progress, so one of the two creates the object.
      if (statusOf(error) === 412 || statusOf(error) === 409) return undefined
      throw s3Failure(this.name, key, error)
    }
  }

  async put(key: string, data: Uint8Array, contentType: string): Promise<void> {
    try {
      const command = new PutObjectCommand({ Bucket: this.name, Key: key, Body: data, ContentType: contentType })
      await this.#s3.send(command)
    } catch (error) {
      throw s3Failure(this.name, key, error)
    }
  }

  // Sets the header that makes S3 send the checksum. The member ChecksumMode would make the SDK check the body too, in
  // JavaScript and only after all of it has arrived (github.com/aws/aws-sdk-js-v3, packages-internal/checksums).
  async #get(input: Omit<GetObjectCommandInput, 'Bucket'>, options: PartRequestOptions = {}) {
    const command = new GetObjectCommand({ Bucket: this.name, ...input })
    const askForChecksum = { step: 'build', name: 'askForChecksum' } as const
    command.middlewareStack.add(
      next => args => {
        const { headers } = args.request as { headers: Record<string, string> }
        headers['x-amz-checksum-mode'] = 'ENABLED'
        return next(args)
      },
      askForChecksum,
    )
    return this.#s3.send(command, options)
  }

  #bodyOf(body: unknown, key: string): ObjectBody {
    return body instanceof PlacedResponse
      ? new PlacedBody(body, key, this.#silenceMs)
      : new StreamedBody(body as Readable, key, this.#silenceMs)
  }
}
