import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { parseKey } from '../../functions/working-set/key.ts'

/** The largest object that the Producer copies with the default parameters of the stack (docs/api.md). */
const limitBytes = 1024 ** 3

/**
 * Puts a model's file into the bucket. The ObjectCreated event then copies it to the shared file system.
 *
 * @throws Error with a sentence for people if the name cannot be a key, if the file is larger than 1 GiB, or if S3
 * refuses it
 */
export async function putModel(
  s3: S3Client,
  bucket: string,
  name: string,
  content: Readable,
  bytes: number,
): Promise<void> {
  const { text: key } = parseKey(`models/${name}`)
  if (bytes > limitBytes) throw new Error(`${name} has ${bytes} bytes, and the Producer copies at most ${limitBytes}.`)
  await new Upload({ client: s3, params: { Bucket: bucket, Key: key, Body: content } }).done()
}
