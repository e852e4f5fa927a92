import { randomUUID } from 'node:crypto'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import type { Verification } from '../verification.ts'

/** A key that nobody has used; its object leaves the bucket when the checks are over, whoever made it. */
export function passingInput({ clients, system, afterwards }: Verification, name: string): string {
  const Key = `inputs/verify-${name}-${randomUUID()}`
  afterwards(() => clients.s3.send(new DeleteObjectCommand({ Bucket: system.bucketName, Key })))
  return Key
}
