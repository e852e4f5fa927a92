import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Bucket } from './bucket.ts'
import { ContentStore } from './content/content-store.ts'
import { Deliveries } from './notifications/deliveries.ts'
import type { Account } from './operation.ts'
import { noSuchBucket } from './s3-errors.ts'

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

  async close(): Promise<void> {
    await this.deliveries.close()
  }
}
