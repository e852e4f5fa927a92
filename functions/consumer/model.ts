import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { InferenceSession } from './onnx-runtime.ts'
import { Failure } from '../failure/failure.ts'
import { openFile } from '../working-set/open-file.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { findModelFile, type ModelFile, modelNotFound } from './model-file.ts'

export interface Model {
  session: InferenceSession
  sha256: string
  stamp: string
}

const attempts = 3

// Loads the model by its path, because weights outside the file are found from there, and hashes the same bytes: the
// path must mean the same file before and after, and that file is held open in between, so nothing takes its place.
export async function loadModel(
  workingSet: WorkingSet,
  wanted: ModelFile,
  options: InferenceSession.SessionOptions,
): Promise<Model> {
  let before = wanted
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const handle = await openFile(workingSet, before.names)
    if (!handle) throw modelNotFound(wanted.name)
    try {
      const sha256 = await hash(workingSet, handle)
      const session = await InferenceSession.create(before.path, options).catch(asError)
      const after = await findModelFile(workingSet, wanted.name)
      if (after.path === before.path && after.stamp === before.stamp) {
        if (session instanceof Error) throw invalidModel(wanted, session)
        return { session, sha256, stamp: after.stamp }
      }
      if (!(session instanceof Error)) await session.release()
      before = after
    } finally {
      await workingSet.call(handle.close())
    }
  }
  throw new Failure('EFS_UNAVAILABLE', `The model ${wanted.name} was replaced during each of ${attempts} loads.`)
}

async function hash(workingSet: WorkingSet, handle: FileHandle): Promise<string> {
  const digest = createHash('sha256')
  const block = Buffer.allocUnsafe(1024 ** 2)
  for (;;) {
    const { bytesRead } = await workingSet.call(handle.read(block))
    if (bytesRead === 0) return digest.digest('hex')
    digest.update(block.subarray(0, bytesRead))
  }
}

function invalidModel({ name }: ModelFile, cause: Error): Failure {
  const message = `models/${name} is not a model that ONNX Runtime can load: ${cause.message}.`
  return new Failure('INVALID_MODEL', message, {}, cause)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
