import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../failure/failure.ts'
import { parseModelName } from '../../working-set/key.ts'
import { isSystemError } from '../../working-set/system-error.ts'
import { type CopyFile, copyModelFiles } from '../model-files.ts'
import type { CopiedModel, ModelStore, StoredModel } from '../storage.ts'

const blockBytes = 4 * 1024 ** 2

/**
 * Models inside the function's own package, which nothing changes while the function runs. They are copied to the local
 * disk like all others: ONNX Runtime maps weights only from the folder of the model that names them, and the package
 * cannot be written to.
 */
export class PackageModels implements ModelStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async openModel(name: string): Promise<StoredModel> {
    for (const names of parseModelName(name)) {
      if (!(await isFile(join(this.#folder, ...names)))) continue
      const copy: CopiedModel['copy'] = async (folder, checkSize) => {
        const copied = await copyModelFiles(this.#copyFile, names, folder, checkSize)
        return copied && { ...copied, hasSameWeights: async () => true }
      }
      return { name, names, version: 'packaged', copy }
    }
    const message = `There is no model ${name} in the function's package. Deploy a package that has models/${name}.`
    throw new Failure('MODEL_NOT_FOUND', message, { model: name })
  }

  readonly #copyFile: CopyFile<string> = async (names, path, checkBytes) => {
    const from = join(this.#folder, ...names)
    if (!(await isFile(from))) return undefined
    const source = await open(from)
    try {
      const { size: bytes } = await source.stat()
      await checkBytes(bytes)
      const target = await open(path, 'w')
      try {
        const digest = createHash('sha256')
        const buffer = Buffer.allocUnsafe(blockBytes)
        for (;;) {
          const { bytesRead } = await source.read(buffer, 0, blockBytes, null)
          if (bytesRead === 0) return { version: 'packaged', bytes, sha256: digest.digest('hex') }
          digest.update(buffer.subarray(0, bytesRead))
          await target.appendFile(buffer.subarray(0, bytesRead))
        }
      } finally {
        await target.close()
      }
    } finally {
      await source.close()
    }
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    // ENOTDIR: a folder in the name of the model is a file. A name that is too long for a file is refused before.
    if (isSystemError(error) && ['ENOENT', 'ENOTDIR'].includes(error.code)) return false
    throw error
  }
}
