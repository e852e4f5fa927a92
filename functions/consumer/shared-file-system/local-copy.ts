import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { type FileVersion, versionOf } from '../../working-set/file-version.ts'
import { readFresh } from '../../working-set/fresh-file.ts'
import type { WorkingSet } from '../../working-set/working-set.ts'
import { type CopyFile, copyModelFiles, type ModelFiles } from '../model-files.ts'
import type { CheckSize } from '../storage.ts'
import type { ModelFile } from './model-file.ts'

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
): Promise<ModelFiles<FileVersion> | undefined> {
  return copyModelFiles(copyFrom(workingSet), names, folder, checkSize)
}

function copyFrom(workingSet: WorkingSet): CopyFile<FileVersion> {
  return (names, path, checkBytes) =>
    readFresh(workingSet, names, async source => {
      const version = await versionOf(workingSet, source)
      if (version === 'folder') return undefined
      await checkBytes(version.bytes)
      const target = await open(path, 'w')
      try {
        return { version, bytes: version.bytes, sha256: await copyBytes(workingSet, source, target) }
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
