import { join } from 'node:path'
import type { Test } from 'tap'
import { Bucket } from '../../bucket/bucket.ts'
import { BucketServer } from '../../bucket/bucket-server-fixture.ts'
import { createLogger } from '../../log/logger.ts'
import { comparedStorage } from '../compared-storage.ts'
import { input, startInference } from '../consumer-fixture.ts'
import { createHandler } from '../handler.ts'
import type { Inference } from '../inference.ts'
import { largeModelInput } from '../models-fixture.ts'
import { sessionOptions } from '../session-options.ts'
import type { ModelStore } from '../storage.ts'

export const row = input(['x', 'FP32', [1, 2], [1, 2]])

/** Folders of this test alone, with two inputs in the package. */
export function ownFolders(t: Test) {
  const folder = t.testdir({ mnt: {}, package: { inputs: { row, large: largeModelInput } }, tmp: {} })
  process.env.TMPDIR = join(folder, 'tmp') // hides the copies of other processes
  return { mountPath: join(folder, 'mnt'), packageFolder: join(folder, 'package'), results: join(folder, 'results') }
}

/** A bucket of this test alone. */
export async function startBucket(t: Test) {
  const server = new BucketServer()
  const s3 = await server.start()
  t.teardown(async () => {
    s3.destroy()
    await server.stop()
  })
  return { server, bucket: new Bucket(s3, server.name, 300) }
}

/** A Consumer over this store. Returns what asks it for a prediction. */
export async function startConsumer(
  t: Test,
  models: ModelStore,
  { packageFolder, results }: ReturnType<typeof ownFolders>,
  inference?: Inference,
) {
  const handler = createHandler({
    openBucket: () => Promise.reject(new Error('No result is archived.')),
    storage: comparedStorage(models, packageFolder, results),
    inference: inference ?? (await startInference(t)),
    logger: createLogger({ write: () => {} }),
    sessionOptions: sessionOptions(0),
  })
  return async (model: string, fileId = 'row') => {
    const body = JSON.stringify({ fileId, model })
    const event = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false, body }
    const result = await handler(event, { awsRequestId: 'request-1' } as never)
    return { status: result.statusCode, body: JSON.parse(result.body) }
  }
}
