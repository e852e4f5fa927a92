import { randomUUID } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetPublicAccessBlockCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { Criterion } from '../criterion.ts'

export const bucketProtection: Criterion = {
  id: '5.5',
  claim: 'The bucket encrypts its objects on the server and blocks all public access.',
  builtIn: ['cloudformation/bucket.yaml'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, { observed, expect }) => {
    const { s3 } = verification.clients
    const Bucket = verification.system.bucketName
    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }))
    const algorithms = (ServerSideEncryptionConfiguration?.Rules ?? []).map(
      rule => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    )
    observed('S3 GetBucketEncryption', `${Bucket} encrypts by ${algorithms.join(', ') || 'nothing'}`)
    expect(algorithms.some(Boolean), `${Bucket} has no default encryption`)

    const blocked = await s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch((error: unknown) => {
      if ((error as Error).name === 'NoSuchPublicAccessBlockConfiguration') return undefined
      throw error
    })
    for (const flag of ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const) {
      const value = blocked?.PublicAccessBlockConfiguration?.[flag]
      observed('S3 GetPublicAccessBlock', `${flag} ${value}`)
      expect(value === true, `${flag} of ${Bucket} is ${value ?? 'not set'}, not true`)
    }

    // A new object under inputs/ notifies nobody.
    const Key = `inputs/verify-encryption-${randomUUID()}`
    verification.afterwards(() => s3.send(new DeleteObjectCommand({ Bucket, Key })))
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'encrypted by default' }))
    const { ServerSideEncryption } = await s3.send(new HeadObjectCommand({ Bucket, Key }))
    observed('S3 HeadObject', `${Key} put without a word about encryption: ${ServerSideEncryption ?? 'not encrypted'}`)
    expect(ServerSideEncryption !== undefined, `${Key} is not encrypted`)
    expect(
      algorithms.includes(ServerSideEncryption),
      `${Key} is encrypted by ${ServerSideEncryption}, the bucket says ${algorithms.join(', ')}`,
    )
  },
}
