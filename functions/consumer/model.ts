import { rm } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { type FileVersion, sameVersion } from '../working-set/file-version.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { addOutputs } from './added-outputs.ts'
import { makeCopyFolder } from './copy-folder.ts'
import { loadFailure } from './load-failure.ts'
import { copyModel, type LocalCopy } from './local-copy.ts'
import { addedOutputs, interfaceOf, type ModelInterface } from './model-interface.ts'
import { areUnchanged, findModelFile, type FoundFile, type ModelFile } from './model-file.ts'
import { readModelGraph } from './model-graph.ts'
import { InferenceSession } from './onnx-runtime.ts'

export interface Model {
  session: InferenceSession
  interface: ModelInterface
  sha256: string
  // The file that it was made of, and those with its weights.
  version: FileVersion
  weights: readonly FoundFile[]
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
    const folder = await makeCopyFolder()
    try {
      const copy = await copyModel(workingSet, file, folder)
      if (copy && (await isWhole(workingSet, file, copy))) {
        const { sha256, version, weights } = copy
        return { ...(await createSession(file, copy, options)), sha256, version, weights }
      }
    } finally {
      await rm(folder, { recursive: true }) // a mapped file stays until its session is released
    }
    file = await findModelFile(workingSet, wanted.name)
  }
  throw new Failure('EFS_UNAVAILABLE', `The model ${wanted.name} was replaced during each of ${attempts} loads.`)
}

// Whether this file, and every other that the model was made of, still is what was loaded.
export async function isCurrent(
  workingSet: WorkingSet,
  { version, weights }: Model,
  file: ModelFile,
): Promise<boolean> {
  return sameVersion(version, file.version) && areUnchanged(workingSet, weights)
}

async function isWhole(
  workingSet: WorkingSet,
  { names }: ModelFile,
  { version, weights }: LocalCopy,
): Promise<boolean> {
  return weights.length === 0 || areUnchanged(workingSet, [{ names, version }, ...weights])
}

async function createSession(
  { name }: ModelFile,
  { path }: LocalCopy,
  options: InferenceSession.SessionOptions,
): Promise<Pick<Model, 'session' | 'interface'>> {
  const graph = readModelGraph(path)
  await addOutputs(path, addedOutputs(graph))
  try {
    const session = await InferenceSession.create(path, options)
    return { session, interface: interfaceOf(session, graph) }
  } catch (error) {
    throw loadFailure(name, graph, error)
  }
}
