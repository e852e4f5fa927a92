import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bucket } from '../bucket/bucket.ts'
// Imported first, so that the inference process starts while the rest of this process is loaded.
import { inference } from './start-inference.ts'
import { createLogger } from '../log/logger.ts'
import { comparedStorage } from './compared-storage.ts'
import { createHandler } from './handler.ts'
import { modelStore } from './model-stores/model-stores.ts'
import { sessionOptions } from './session-options.ts'
import { SharedFileSystem } from './shared-file-system/shared-file-system.ts'
import type { Storage } from './storage.ts'

const mountPath = process.env.EFS_MOUNT_PATH || '/mnt/efs'
const memoryMb = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 0)
let bucket: Promise<Bucket> | undefined

// The SDK would be half of everything that is loaded, and only an archived result needs it.
const openBucket = () => (bucket ??= import('../bucket/models-bucket.ts').then(({ modelsBucket }) => modelsBucket()))

export const handler = createHandler({
  openBucket,
  storage: storage(),
  inference,
  logger: createLogger(),
  sessionOptions: sessionOptions(memoryMb),
})

// MODEL_STORE is set in the functions of comparison.yaml only.
function storage(): Storage {
  const { MODEL_STORE } = process.env
  if (!MODEL_STORE) return new SharedFileSystem({ mountPath })
  // Lambda unzips the package to this folder
  // (docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, LAMBDA_TASK_ROOT).
  const packageFolder = process.env.LAMBDA_TASK_ROOT ?? __dirname
  const models = modelStore(MODEL_STORE, { mountPath, packageFolder, memoryMb })
  return comparedStorage(models, packageFolder, join(tmpdir(), 'outputs'))
}
