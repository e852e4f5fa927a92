import { AskedFolders } from '../../working-set/fresh-file.ts'
import { replaceFile } from '../../working-set/replace-file.ts'
import { WorkingSet, type WorkingSetOptions } from '../../working-set/working-set.ts'
import type { RequestStorage, Storage, StoredModel } from '../storage.ts'
import { readInputFile } from './input-file.ts'
import { copyModel } from './local-copy.ts'
import { areUnchanged, findModelFile, type ModelFile, versionText } from './model-file.ts'

/** A storage on a file system that all execution environments have mounted. */
export class SharedFileSystem implements Storage {
  readonly #workingSet: WorkingSet

  constructor(workingSet: WorkingSet | WorkingSetOptions) {
    this.#workingSet = workingSet instanceof WorkingSet ? workingSet : new WorkingSet(workingSet)
  }

  forRequest(): RequestStorage {
    const workingSet = this.#workingSet
    // The input and the model are looked up at the same time.
    const asked = new AskedFolders(workingSet)
    return {
      readInput: (fileId, limitBytes) => readInputFile(workingSet, fileId, limitBytes, asked),
      openModel: async name => storedModel(workingSet, await findModelFile(workingSet, name, asked)),
      writeResult: (fileId, content) => writeResult(workingSet, fileId, content),
    }
  }
}

function storedModel(workingSet: WorkingSet, file: ModelFile): StoredModel {
  const { name, names, version } = file
  return {
    name,
    names,
    version: versionText(version),
    async copy(folder, checkSize) {
      const copy = await copyModel(workingSet, file, folder, checkSize)
      if (!copy) return undefined
      const { path, version, weights, bytes, sha256 } = copy
      // If there are several files, all must be the same before and after the read, or the weights could belong to
      // another graph.
      const isWhole = weights.length === 0 || (await areUnchanged(workingSet, [{ names, version }, ...weights]))
      if (!isWhole) return undefined
      return {
        path,
        version: versionText(version),
        bytes,
        sha256,
        hasSameWeights: () => areUnchanged(workingSet, weights),
      }
    },
  }
}

async function writeResult(
  workingSet: WorkingSet,
  fileId: string,
  content: Promise<readonly Uint8Array[]>,
): Promise<string> {
  const names = ['outputs', `${fileId}.result`]
  // The file is opened while the model runs.
  const writing = replaceFile(workingSet, names, content)
  writing.catch(() => undefined) // awaited below
  try {
    await content
  } catch (error) {
    await workingSet.briefly(writing)
    throw error
  }
  await writing
  return workingSet.path(...names)
}
