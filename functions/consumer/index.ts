import type { Bucket } from '../bucket/bucket.ts'
// Imported first, so that the inference process starts while the rest of this process is loaded.
import { inference } from './start-inference.ts'
import { createLogger } from '../log/logger.ts'
import { createHandler } from './handler.ts'
import { sessionOptions } from './session-options.ts'
import { SharedFileSystem } from './shared-file-system/shared-file-system.ts'

let bucket: Promise<Bucket> | undefined

export const handler = createHandler({
  // The SDK would be half of everything that is loaded, and only an archived result needs it.
  openBucket: () => (bucket ??= import('../bucket/models-bucket.ts').then(({ modelsBucket }) => modelsBucket())),
  storage: new SharedFileSystem({ mountPath: process.env.EFS_MOUNT_PATH || '/mnt/efs' }),
  inference,
  logger: createLogger(),
  sessionOptions: sessionOptions(Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0)),
})
