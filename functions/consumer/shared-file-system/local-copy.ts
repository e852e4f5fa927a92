import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileVersion, versionOf } from '../../working-set/file-version.ts'
import { readFresh } from '../../working-set/fresh-file.ts'
import { isSystemError, nameOf } from '../../working-set/system-error.ts'
import type { WorkingSet } from '../../working-set/working-set.ts'
import { noDiskRoom } from '../disk-room.ts'
import { externalDataOf } from '../external-data.ts'
import type { FoundFile, ModelFile } from './model-file.ts'
import type { CheckSize } from '../storage.ts'
import { weightsPlaces } from '../weights-places.ts'

export interface LocalCopy {
  path: string
  /** The model file's version when it was read. */
  version: FileVersion
  /** The files with weights that the model names, with their versions when they were read. */
  weights: FoundFile[]
  /** Of the model and its weights together. */
  bytes: number
  /** The hash as in ModelCopy. */
  sha256: string
}

const blockBytes = 4 * 1024 ** 2

/**
 * Copies a model and the files with weights that it names into a folder on the local disk, with the hash of the bytes
 * that were read. ONNX Runtime reads the copy: when it reads and maps files it waits without a deadline, stops
 * everything else in the process meanwhile, and dies if a mapped page can no longer be read (mmap(2), SIGBUS). This way
 * every byte comes from EFS once, within the deadline of a call, and what is loaded is what was hashed. Returns
 * undefined if the model is gone.
 */
export async function copyModel(
  workingSet: WorkingSet,
  { names }: ModelFile,
  folder: string,
  checkSize: CheckSize,
): Promise<LocalCopy | undefined> {
  let bytes = 0
  // A file that is replaced while it is read is checked once more.
  const checkFile = (version: FileVersion, names: readonly string[]) =>
    checkSize(bytes + version.bytes, version.bytes, names)
  const name = names.at(-1) as string
  const path = join(folder, name)
  const model = await copyFile(workingSet, names, path, checkFile)
  if (!model) return undefined
  bytes += model.version.bytes
  const found: FoundFile[] = []
  const sums = [`${model.sha256}  ${name}\n`]
  for (const location of weightsPlaces(externalDataOf(path), names)) {
    const beside = [...names.slice(0, -1), ...location.split('/')]
    const weights = await copyFile(workingSet, beside, join(folder, location), checkFile)
    found.push({ names: beside, version: weights?.version })
    bytes += weights?.version.bytes ?? 0
    if (weights) sums.push(`${weights.sha256}  ${location}\n`)
  }
  const sha256 = sums.length === 1 ? model.sha256 : hashOf(sums.join(''))
  return { path, version: model.version, weights: found, bytes, sha256 }
}

async function copyFile(
  workingSet: WorkingSet,
  names: readonly string[],
  path: string,
  checkFile: (version: FileVersion, names: readonly string[]) => Promise<void> | void,
): Promise<{ version: FileVersion; sha256: string } | undefined> {
  return readFresh(workingSet, names, async source => {
    const version = await versionOf(workingSet, source)
    if (version === 'folder') return undefined
    await checkFile(version, names)
    await mkdir(dirname(path), { recursive: true })
    const target = await open(path, 'w')
    try {
      return { version, sha256: await copyBytes(workingSet, source, target) }
    } catch (error) {
      if (isSystemError(error) && nameOf(error) === 'ENOSPC') throw noDiskRoom(names, version.bytes)
      throw error
    } finally {
      await target.close()
    }
  })
}

// Reads one block while the previous one is hashed and written.
async function copyBytes(workingSet: WorkingSet, source: FileHandle, target: FileHandle): Promise<string> {
  const digest = createHash('sha256')
  const buffers = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)] as const
  const readInto = (buffer: Buffer) => workingSet.call(() => source.read(buffer, 0, blockBytes, null))
  let [filled, free] = buffers
  let reading = readInto(filled)
  for (;;) {
    const { bytesRead } = await reading
    if (bytesRead === 0) return digest.digest('hex')
    const block = filled.subarray(0, bytesRead)
    reading = readInto(free)
    reading.catch(() => undefined) // awaited in the next round, unless the write fails first
    digest.update(block)
    await target.appendFile(block)
    ;[filled, free] = [free, filled]
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
