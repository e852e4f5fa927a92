import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isSystemError, nameOf } from '../working-set/system-error.ts'
import { noDiskRoom } from './disk-room.ts'
import { externalDataOf } from './external-data.ts'
import type { CheckSize } from './storage.ts'
import { weightsPlaces } from './weights-places.ts'

/** A file of a model that was looked for. `version` is undefined if there was none. */
export interface LookedFor<Version> {
  names: readonly string[]
  version: Version | undefined
}

export interface CopiedFile<Version> {
  version: Version
  bytes: number
  /** Of the bytes that were copied. */
  sha256: string
}

/**
 * Copies one file of a store to this path of the local disk, whose folder is there. It calls `checkBytes` with the size
 * before the first byte, and again if it begins anew. Returns undefined if there is no such file.
 */
export type CopyFile<Version> = (
  names: readonly string[],
  path: string,
  checkBytes: (bytes: number) => Promise<void> | void,
) => Promise<CopiedFile<Version> | undefined>

export interface ModelFiles<Version> {
  path: string
  /** The model file's version when it was read. */
  version: Version
  /** The files with weights that the model names, with their versions when they were read. */
  weights: LookedFor<Version>[]
  /** Of the model and its weights together. */
  bytes: number
  /** The hash as in ModelCopy. */
  sha256: string
}

/**
 * Copies a model and the files with weights that it names into a folder on the local disk, with the hash of the bytes
 * that were read. Returns undefined if the model is gone.
 */
export async function copyModelFiles<Version>(
  copyFile: CopyFile<Version>,
  names: readonly string[],
  folder: string,
  checkSize: CheckSize,
): Promise<ModelFiles<Version> | undefined> {
  let bytes = 0
  const copyInto = async (names: readonly string[], path: string) => {
    let fileBytes = 0
    await mkdir(dirname(path), { recursive: true })
    try {
      // A file that is replaced while it is read is checked once more.
      return await copyFile(names, path, size => checkSize(bytes + (fileBytes = size), size, names))
    } catch (error) {
      if (isSystemError(error) && nameOf(error) === 'ENOSPC') throw noDiskRoom(names, fileBytes)
      throw error
    }
  }
  const name = names.at(-1) as string
  const path = join(folder, name)
  const model = await copyInto(names, path)
  if (!model) return undefined
  bytes += model.bytes
  const looked: LookedFor<Version>[] = []
  const sums = [`${model.sha256}  ${name}\n`]
  for (const location of weightsPlaces(externalDataOf(path), names)) {
    const beside = [...names.slice(0, -1), ...location.split('/')]
    const weights = await copyInto(beside, join(folder, location))
    looked.push({ names: beside, version: weights?.version })
    bytes += weights?.bytes ?? 0
    if (weights) sums.push(`${weights.sha256}  ${location}\n`)
  }
  const sha256 = sums.length === 1 ? model.sha256 : hashOf(sums.join(''))
  return { path, version: model.version, weights: looked, bytes, sha256 }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
