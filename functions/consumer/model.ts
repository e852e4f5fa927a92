import { rm } from 'node:fs/promises'
import type { InferenceSession } from 'onnxruntime-node'
import { Failure, isFailure } from '../failure/failure.ts'
import { makeCopyFolder } from './copy-folder.ts'
import { checkDiskRoom } from './disk-room.ts'
import type { Inference, Session } from './inference.ts'
import type { ArrivingBody } from './inference-process.ts'
import type { MakeRoom } from './model-cache.ts'
import { checkModelFits, modelMb, sentModelMb } from './model-memory.ts'
import { withWeightsOutside } from './outside-weights.ts'
import { ProcessEnded } from './process-end.ts'
import type { CopiedModel, ModelCopy, SentModel, Storage, StoredModel } from './storage.ts'

/** A loaded model, with the version and hash of the files that it was made of. */
export interface Model extends Pick<ModelCopy, 'sha256' | 'version' | 'hasSameWeights'> {
  session: Session
}

const attempts = 3

/** Loads the model anew, as often as it is replaced meanwhile. */
export async function loadModel(
  storage: Storage,
  inference: Inference,
  wanted: StoredModel,
  options: InferenceSession.SessionOptions,
  makeRoom: MakeRoom = async () => {},
): Promise<Model> {
  const { name } = wanted
  let stored = wanted
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const model = await ('copy' in stored ? loadCopy(stored) : loadSent(stored))
    if (model) return model
    stored = await storage.forRequest().openModel(name)
  }
  throw new Failure('EFS_UNAVAILABLE', `The model ${name} was replaced during each of ${attempts} loads.`)

  // The copy is made for this load, and removed when the model is loaded.
  async function loadCopy(stored: CopiedModel): Promise<Model | undefined> {
    const folder = await makeCopyFolder()
    try {
      const copy = await stored.copy(folder, async (bytes, fileBytes, names) => {
        checkModelFits(name, bytes, inference.memoryMb)
        await checkDiskRoom({ names, bytes: fileBytes }, folder, () => makeRoom(Infinity))
      })
      if (!copy) return undefined
      const { sha256, version, hasSameWeights } = copy
      await makeRoom(modelMb(copy.bytes))
      return { session: await createSession(inference, name, copy, options), sha256, version, hasSameWeights }
    } finally {
      await rm(folder, { recursive: true }) // a mapped file stays until its session is released
    }
  }

  async function loadSent({ bytes, version, send }: SentModel): Promise<Model | undefined> {
    checkModelFits(name, bytes, inference.memoryMb, sentModelMb(bytes))
    await makeRoom(sentModelMb(bytes))
    let sha256: string | undefined
    const body: ArrivingBody = {
      length: bytes,
      async arrive(take) {
        sha256 = await send(take)
        if (sha256 === undefined) throw new ReplacedModel()
      },
    }
    try {
      const session = await inference.load({ name, body }, options, modelMb(bytes))
      return { session, sha256: sha256!, version, hasSameWeights: async () => true }
    } catch (error) {
      if (error instanceof ReplacedModel) return undefined
      throw error instanceof ProcessEnded ? error.failure(`models/${name}`) : error
    }
  }
}

class ReplacedModel extends Error {}

/** Whether the model is still loaded, and each of its files still is the one that was loaded. */
export async function isCurrent(model: Model, stored: StoredModel): Promise<boolean> {
  return model.session.isAlive && model.version === stored.version && model.hasSameWeights()
}

async function createSession(
  inference: Inference,
  name: string,
  { path: copyPath, bytes }: ModelCopy,
  options: InferenceSession.SessionOptions,
): Promise<Session> {
  const path = (await withWeightsOutside(copyPath)) ?? copyPath
  try {
    const load = (path: string) => inference.load({ name, path }, options, modelMb(bytes))
    // The unchanged copy may load where the rewritten one does not; and if it does not either, the message must be
    // about the unchanged one.
    return await load(path).catch(error => {
      if (path === copyPath || !isFailure(error) || error.code !== 'INVALID_MODEL') throw error
      return load(copyPath)
    })
  } catch (error) {
    throw error instanceof ProcessEnded ? error.failure(`models/${name}`) : error
  }
}
