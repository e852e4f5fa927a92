import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { onnx } from 'onnx-proto'
import type { Test } from 'tap'
import { BucketServer } from '../bucket/bucket-server.ts'
import { writeJson } from '../json/write-json.ts'
import { createLogger } from '../log/logger.ts'
import { createHandler } from './handler.ts'
import { encode } from './onnx-model.ts'
import { InferenceSession } from './onnx-runtime.ts'
import { sessionOptions } from './session-options.ts'

// A Consumer with a bucket of its own behind HTTP, an empty mount and its log in memory.
export async function startConsumer(t: Test, { efsDeadlineMs = 10_000 } = {}) {
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  const bucket = new BucketServer()
  const s3 = await bucket.start()
  const log: Record<string, unknown>[] = []
  const logger = createLogger({ write: line => void log.push(JSON.parse(line)) })
  const parts = { s3, bucketName: bucket.name, mountPath, logger, sessionOptions: sessionOptions(0), efsDeadlineMs }
  const handler = createHandler(parts)
  t.teardown(async () => {
    s3.destroy()
    await bucket.stop()
  })

  return {
    bucket,
    mountPath,
    log,
    handler,
    // A file as the Producer leaves it: replaced by a rename.
    store(path: string, content: Buffer | string) {
      const target = join(mountPath, path)
      mkdirSync(dirname(target), { recursive: true })
      const staged = join(dirname(target), '.new') // the longest names have no room for more
      writeFileSync(staged, content)
      renameSync(staged, target)
    },
    async predict(body: unknown, event: Record<string, unknown> = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const proxy = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false, body: text }
      const result = await handler({ ...proxy, ...event }, { awsRequestId: 'request-1' } as never)
      return { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body) }
    },
  }
}

// Answers what a model of this graph answers to this input file.
export async function askModels(t: Test) {
  const { store, predict } = await startConsumer(t)
  return async (graph: onnx.IGraphProto, content: string, opsetVersion?: number) => {
    store('models/m.onnx', encode(graph, opsetVersion))
    store('inputs/i', content)
    return predict({ fileId: 'i', model: 'm' })
  }
}

// Tells, each time it is called, the models that were released since.
export function captureReleases(t: Test) {
  const { prototype } = InferenceSession as unknown as { prototype: InferenceSession }
  return t.capture(prototype, 'release', prototype.release)
}

export function input(...tensors: [name: string, datatype: string, shape: number[], data: unknown][]): string {
  return writeJson({
    inputs: tensors.map(([name, datatype, shape, data]) => ({ name, datatype, shape, data })),
  })
}

export function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex')
}
