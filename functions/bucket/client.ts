import { S3Client } from '@aws-sdk/client-s3'
import { PartHandler } from './part-handler.ts'

/**
 * Makes a client. Call it in the init phase, so that connections outlive an invocation. The time limits leave three
 * attempts within the 29 s that API Gateway waits; by default the SDK waits for ever. requestTimeout ends with the
 * response's headers: a body may take longer (object-copy.ts watches over that).
 */
export function createBucketClient(): S3Client {
  return new S3Client({
    maxAttempts: 3,
    responseChecksumValidation: 'WHEN_REQUIRED', // proof.ts checks what arrives
    requestHandler: new PartHandler({ connectionTimeout: 2000, requestTimeout: 7000 }),
  })
}
