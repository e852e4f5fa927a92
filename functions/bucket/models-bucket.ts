import { Bucket } from './bucket.ts'
import { createBucketClient } from './client.ts'

export function modelsBucket(): Bucket {
  return new Bucket(createBucketClient(), process.env.BUCKET_NAME ?? '')
}
