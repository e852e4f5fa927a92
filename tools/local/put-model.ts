import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { parseKey } from '../../functions/working-set/key.ts'

/** The largest object that the Producer copies unless a parameter of the stack says otherwise (docs/api.md). */
const limitBytes = 1024 ** 3

/**
 * Puts a model's file into the bucket, from where its ObjectCreated event brings it to the shared file system. Throws an
 * Error with a sentence for people if the name cannot be a key, if the file is larger than 1 GiB, and what S3 refuses.
 */
export async function putModel(
  s3: S3Client,
  bucket: string,
  name: string,
  content: Readable,
  bytes: number,
): Promise<void> {
  const { text: key } = parseKey(`models/${name}`)
  if (bytes > limitBytes) throw new Error(`${name} has ${bytes} bytes, and the Producer copies ${limitBytes} at most.`)
  await new Upload({ client: s3, params: { Bucket: bucket, Key: key, Body: content } }).done()
}
