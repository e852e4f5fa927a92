import { join } from 'node:path'
import { createBucketClient } from '../bucket/client.ts'
import { createLogger } from '../log/logger.ts'
import { createHandler } from './handler.ts'

export const handler = createHandler({
  s3: createBucketClient(),
  bucketName: process.env.BUCKET_NAME ?? '',
  mountPath: process.env.EFS_MOUNT_PATH || '/mnt/efs',
  logger: createLogger(),
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  memoryMegabytes: Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 1024),
  objectLimitBytes: Number(process.env.OBJECT_LIMIT_MIB || 1024) * 1024 ** 2,
  // In the zip, the program lies beside the bundle of this one (tools/package/bundle-function.ts).
  sumsProgram: join(__dirname, 'sums.js'),
})
