import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../failure/failure.ts'
import { sameVersion } from '../working-set/file-version.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { copyModel, type LocalCopy } from './local-copy.ts'
import { areUnchanged, findModelFile, type FoundFile, type ModelFile } from './model-file.ts'
import { InferenceSession } from './onnx-runtime.ts'

export interface Model {
  session: InferenceSession
  sha256: string
  // Every file that it was made of.
  files: readonly FoundFile[]
}

const attempts = 3

// Loads the model from a copy of its own, which is gone when it is loaded. Of several files all must be the same before
// and after they were read, or the weights could belong to another graph.
export async function loadModel(
  workingSet: WorkingSet,
  wanted: ModelFile,
  options: InferenceSession.SessionOptions,
): Promise<Model> {
  let file = wanted
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const folder = await mkdtemp(join(tmpdir(), 'model-'))
    try {
      const copy = await copyModel(workingSet, file, folder)
      if (copy && (copy.files.length === 1 || (await areUnchanged(workingSet, copy.files))))
        return { session: await createSession(file, copy, options), sha256: copy.sha256, files: copy.files }
    } finally {
      await rm(folder, { recursive: true, force: true }) // a mapped file stays until its session is released
    }
    file = await findModelFile(workingSet, wanted.name)
  }
  throw new Failure('EFS_UNAVAILABLE', `The model ${wanted.name} was replaced during each of ${attempts} loads.`)
}

// Whether this file, and every other that the model was made of, still is what was loaded.
export async function isCurrent(
  workingSet: WorkingSet,
  { files: [first, ...others] }: Model,
  { version }: ModelFile,
): Promise<boolean> {
  return first?.version !== undefined && sameVersion(first.version, version) && areUnchanged(workingSet, others)
}

async function createSession(
  { name }: ModelFile,
  { path }: LocalCopy,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, options)
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(path, `models/${name}`)
    const message = `models/${name} is not a model that ONNX Runtime can load: ${reason}.`
    throw new Failure('INVALID_MODEL', message, {}, error)
  }
}
