import { createHash } from 'node:crypto'
import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../failure/failure.ts'
import { isSystemError } from '../working-set/system-error.ts'
import type { InputFile, ModelStore, Storage } from './storage.ts'

/**
 * A storage for comparisons of stores: models come from `models`. Inputs come from the function's package and results go
 * to the local disk, whatever the store, so that nothing but the way of the model differs.
 */
export function comparedStorage(models: ModelStore, packageFolder: string, resultFolder: string): Storage {
  return {
    forRequest: () => ({
      openModel: name => models.openModel(name),
      readInput: (fileId, limitBytes) => readInput(packageFolder, fileId, limitBytes),
      async writeResult(fileId, content) {
        const bytes = Buffer.concat(await content)
        const path = join(resultFolder, `${fileId}.result`)
        await mkdir(resultFolder, { recursive: true })
        await writeFile(`${path}.new`, bytes)
        await rename(`${path}.new`, path)
        return path
      },
    }),
  }
}

async function readInput(packageFolder: string, fileId: string, limitBytes: number): Promise<InputFile> {
  const missing = () => new Failure('NOT_FOUND', `There is no input ${fileId} in the function's package.`, { fileId })
  const file = await open(join(packageFolder, 'inputs', fileId)).catch(error => {
    if (isSystemError(error) && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code)) throw missing()
    throw error
  })
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw missing()
    if (stats.size > limitBytes) {
      const message = `The input has ${stats.size} bytes; the limit is ${limitBytes}.`
      throw new Failure('INVALID_INPUT', message, { fileId })
    }
    const bytes = await file.readFile()
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  } finally {
    await file.close()
  }
}
