import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { onnx } from 'onnx-proto'
import type { Test } from 'tap'
import { functionProgram } from '../../tools/testing/function-program.ts'
import { Bucket } from '../bucket/bucket.ts'
import { BucketServer } from '../bucket/bucket-server-fixture.ts'
import { writeJson } from '../json/write-json.ts'
import { createLogger } from '../log/logger.ts'
import { createHandler } from './handler.ts'
import { Inference } from './inference.ts'
import { inferenceCommand } from './inference-command.ts'
import { encode } from './models-fixture.ts'
import { sessionOptions } from './session-options.ts'
import { SharedFileSystem } from './shared-file-system/shared-file-system.ts'

/** A Consumer with a bucket of its own behind HTTP, an empty mount and its log in memory. */
export async function startConsumer(t: Test, { efsDeadlineMs = 10_000, memoryMb = 0 } = {}) {
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  const bucket = new BucketServer()
  const s3 = await bucket.start()
  const log: Record<string, unknown>[] = []
  const logger = createLogger({ write: line => void log.push(JSON.parse(line)) })
  const openBucket = async () => new Bucket(s3, bucket.name)
  const inference = await startInference(t, memoryMb)
  const storage = new SharedFileSystem({ mountPath, deadlineMs: efsDeadlineMs })
  const parts = { openBucket, storage, inference, logger, sessionOptions: sessionOptions(0) }
  const handler = createHandler(parts)
  t.teardown(async () => {
    s3.destroy()
    await bucket.stop()
  })

  return {
    bucket,
    mountPath,
    inference,
    log,
    handler,
    // Writes a file as the Producer does: it replaces the file by a rename.
    store(path: string, content: Buffer | string) {
      const target = join(mountPath, path)
      mkdirSync(dirname(target), { recursive: true })
      const staged = join(dirname(target), '.new') // a longer name would not fit beside the longest names
      writeFileSync(staged, content)
      renameSync(staged, target)
    },
    async predict(body: unknown, event: Record<string, unknown> = {}, context: object = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const proxy = { resource: '/predict', path: '/predict', httpMethod: 'POST', isBase64Encoded: false, body: text }
      const result = await handler({ ...proxy, ...event }, {
        awsRequestId: 'request-1',
        logStreamName: 'stream-1',
        ...context,
      } as never)
      return { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body) }
    },
  }
}

/** Returns a function that runs a model of this graph over this input file and returns the answer. */
export async function askModels(t: Test) {
  const { store, predict } = await startConsumer(t)
  return async (graph: onnx.IGraphProto, content: string, opsetVersion?: number) => {
    store('models/m.onnx', encode(graph, opsetVersion))
    store('inputs/i', content)
    return predict({ fileId: 'i', model: 'm' })
  }
}

let shared: Promise<Inference> | undefined

/**
 * Starts an inference process. All tests that do not set a memory share one, because starting it takes as long as most
 * of the tests. It ends with this process.
 */
export async function startInference(t: Test, memoryMb = 0): Promise<Inference> {
  if (memoryMb === 0) return (shared ??= newInference(0))
  const inference = await newInference(memoryMb)
  t.teardown(() => inference.close())
  return inference
}

async function newInference(memoryMb: number): Promise<Inference> {
  // The memory of a Consumer alone. This process has run other tests and makes the inputs itself, so its own use says
  // nothing.
  const ownBytes = () => 60 * 1024 ** 2
  return new Inference({ command: inferenceCommand(await functionProgram('inference'), memoryMb), memoryMb, ownBytes })
}

/** Counts the inputs that are given to models from now on. */
export function captureInfers(t: Test, inference: Inference) {
  let asked = 0
  const { load } = inference
  t.intercept(inference, 'load', {
    async value(...args: Parameters<typeof load>) {
      const session = await load.apply(inference, args)
      const { infer } = session
      return Object.assign(session, { infer: (input: Uint8Array) => (asked++, infer(input)) })
    },
  })
  return () => asked
}

/** Counts the models that are released from now on. */
export function captureReleases(t: Test, inference: Inference) {
  let released = 0
  const { load } = inference
  t.intercept(inference, 'load', {
    async value(...args: Parameters<typeof load>) {
      const session = await load.apply(inference, args)
      const { release } = session
      return Object.assign(session, { release: () => (released++, release()) })
    },
  })
  return () => released
}

export function input(...tensors: [name: string, datatype: string, shape: number[], data: unknown][]): string {
  return writeJson({
    inputs: tensors.map(([name, datatype, shape, data]) => ({ name, datatype, shape, data })),
  })
}

export function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex')
}
