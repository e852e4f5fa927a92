import type {
  LifecycleRule,
  NotificationConfiguration,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3'
import type { PolicyDocument } from '../../iam/policy-document.ts'
import type { MultipartUpload } from './multipart-upload.ts'
import type { Tag } from './object-version.ts'
import { VersionedObjects, type Versioning } from './versioned-objects.ts'

/** "Amazon S3 now applies server-side encryption with S3 managed keys as the base level for every bucket" (2023). */
export const defaultEncryption: ServerSideEncryptionConfiguration = {
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: false,
      // recorded/s3.yaml
      BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
    },
  ],
}

export class Bucket {
  readonly name: string
  readonly arn: string
  readonly creationDate: Date
  readonly objects = new VersionedObjects()
  readonly uploads = new Map<string, MultipartUpload>()

  versioning: Versioning
  encryption = defaultEncryption
  // Since April 2023 new buckets block public access and disable ACLs, whichever way they are made:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
  publicAccessBlock: PublicAccessBlockConfiguration | undefined = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  }
  ownership: ObjectOwnership | undefined = 'BucketOwnerEnforced'
  notifications: NotificationConfiguration = {}
  policy: { readonly text: string; readonly document: PolicyDocument } | undefined
  tags: readonly Tag[] | undefined
  lifecycleRules: readonly LifecycleRule[] | undefined

  constructor(name: string, partition: string, creationDate: Date) {
    this.name = name
    this.arn = `arn:${partition}:s3:::${name}`
    this.creationDate = creationDate
  }

  objectArn(key: string): string {
    return `${this.arn}/${key}`
  }
}
