import { createReadStream } from 'node:fs'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { BenchSystem } from './bench-system.ts'

/** Puts the file into the bucket and waits until its copy is on EFS. */
export async function putObject({ s3, bucketName, call }: BenchSystem, Key: string, file: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucketName, Key, Body: createReadStream(file) }))
  await call('producer', { key: Key }) // it waits until the copy is there
}
