import { rm } from 'node:fs/promises'
import type { InferenceSession } from 'onnxruntime-node'
import { Failure, isFailure } from '../failure/failure.ts'
import { type FileVersion, sameVersion } from '../working-set/file-version.ts'
import type { WorkingSet } from '../working-set/working-set.ts'
import { makeCopyFolder } from './copy-folder.ts'
import type { Inference, Session } from './inference.ts'
import { checkDiskRoom } from './disk-room.ts'
import { copyModel, type LocalCopy } from './local-copy.ts'
import type { MakeRoom } from './model-cache.ts'
import { areUnchanged, findModelFile, type FoundFile, type ModelFile } from './model-file.ts'
import { withWeightsOutside } from './outside-weights.ts'
import { checkModelFits, modelMb } from './model-memory.ts'
import { ProcessEnded } from './process-end.ts'

export interface Model {
  session: Session
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
  inference: Inference,
  wanted: ModelFile,
  options: InferenceSession.SessionOptions,
  makeRoom: MakeRoom = async () => {},
): Promise<Model> {
  let file = wanted
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const folder = await makeCopyFolder()
    try {
      const copy = await copyModel(workingSet, file, folder, async (bytes, fileBytes, names) => {
        checkModelFits(wanted.name, bytes, inference.memoryMb)
        await checkDiskRoom({ names, bytes: fileBytes }, folder, () => makeRoom(Infinity))
      })
      if (copy && (await isWhole(workingSet, file, copy))) {
        const { sha256, version, weights } = copy
        await makeRoom(modelMb(copy.bytes))
        return { session: await createSession(inference, file, copy, options), sha256, version, weights }
      }
    } finally {
      await rm(folder, { recursive: true }) // a mapped file stays until its session is released
    }
    file = await findModelFile(workingSet, wanted.name)
  }
  throw new Failure('EFS_UNAVAILABLE', `The model ${wanted.name} was replaced during each of ${attempts} loads.`)
}

// Whether it still is loaded, and this file, and every other that it was made of, still is what was loaded.
export async function isCurrent(
  workingSet: WorkingSet,
  { session, version, weights }: Model,
  file: ModelFile,
): Promise<boolean> {
  return session.isAlive && sameVersion(version, file.version) && areUnchanged(workingSet, weights)
}

async function isWhole(
  workingSet: WorkingSet,
  { names }: ModelFile,
  { version, weights }: LocalCopy,
): Promise<boolean> {
  return weights.length === 0 || areUnchanged(workingSet, [{ names, version }, ...weights])
}

async function createSession(
  inference: Inference,
  { name }: ModelFile,
  { path: copyPath, bytes }: LocalCopy,
  options: InferenceSession.SessionOptions,
): Promise<Session> {
  const path = (await withWeightsOutside(copyPath)) ?? copyPath
  try {
    const load = (path: string) => inference.load({ name, path }, options, modelMb(bytes))
    // What cannot be loaded in the one way may be in the other, which is the one that a message must be about.
    return await load(path).catch(error => {
      if (path === copyPath || !isFailure(error) || error.code !== 'INVALID_MODEL') throw error
      return load(copyPath)
    })
  } catch (error) {
    throw error instanceof ProcessEnded ? error.failure(`models/${name}`) : error
  }
}
