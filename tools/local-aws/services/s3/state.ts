import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { authorize } from '../../iam/authorize.ts'
import type { Identity } from '../../iam/identity.ts'
import type { Bucket } from './bucket.ts'
import { ContentStore } from './content/content-store.ts'
import { Deliveries } from './notifications/deliveries.ts'
import { existingObject } from './object-lookup.ts'
import type { Account } from './operation.ts'
import { noSuchBucket } from './s3-errors.ts'

export interface ObjectLocation {
  readonly bucket: string
  readonly key: string
  readonly versionId?: string
}

export class S3State {
  readonly account: Account
  readonly buckets = new Map<string, Bucket>()
  readonly store: ContentStore
  readonly deliveries: Deliveries
  /** S3's own name for an account, 64 hexadecimal digits. */
  readonly owner: { readonly ID: string }

  constructor(account: Account) {
    this.account = account
    this.store = new ContentStore(join(account.folder('s3'), 'content'))
    this.deliveries = new Deliveries(account)
    this.owner = { ID: createHash('sha256').update(`canonical user ${account.id}`).digest('hex') }
  }

  /** @throws AwsError NoSuchBucket 404 */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name)
    if (!bucket) throw noSuchBucket(name)
    return bucket
  }

  /**
   * For services that fetch an object on behalf of whoever called them: Lambda its zips, CloudFormation its templates.
   *
   * @throws AwsError NoSuchBucket, NoSuchKey, AccessDenied … as GetObject would answer the same caller
   */
  async readObject(caller: Identity, { bucket: name, key, versionId }: ObjectLocation): Promise<Uint8Array> {
    const bucket = this.bucket(name)
    const action = versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
    const resourcePolicy = bucket.policy?.document
    authorize(
      caller,
      { action, resource: bucket.objectArn(key), ...(resourcePolicy && { resourcePolicy }) },
      'AccessDenied',
    )
    const object = existingObject(bucket, caller, { key, ...(versionId !== undefined && { versionId }) })
    const chunks: Uint8Array[] = []
    for await (const chunk of object.content.read()) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  async close(): Promise<void> {
    await this.deliveries.close()
  }
}
