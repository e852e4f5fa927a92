import { statfs } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'

const mebibyte = 1024 ** 2

/**
 * Refuses to copy a file to a disk that has no room for it, before the first byte is copied. The copies of loaded
 * models still take room, because they are mapped. If the file would fit without them, `release` may unload models to
 * free it.
 */
export async function checkDiskRoom(
  file: { names: readonly string[]; bytes: number },
  folder: string,
  release: () => Promise<void>,
  stat: (folder: string) => Promise<{ bsize: number; blocks: number; bavail: number }> = statfs,
): Promise<void> {
  const { bsize, blocks, bavail } = await stat(folder)
  if (file.bytes <= bavail * bsize) return
  if (file.bytes <= blocks * bsize) await release()
  const now = await stat(folder)
  const freeBytes = now.bavail * now.bsize
  if (file.bytes > freeBytes) throw noDiskRoom(file.names, file.bytes, freeBytes)
}

/** The failure for a disk without room. `freeBytes` is missing if the disk became full during the copy. */
export function noDiskRoom(names: readonly string[], bytes: number, freeBytes?: number): Failure {
  const free = freeBytes === undefined ? '' : ` (${Math.floor(freeBytes / mebibyte)} MiB are free)`
  const message =
    `${names.join('/')} has ${bytes} bytes, for which the function's /tmp has no room${free}. ` +
    'Raise ConsumerEphemeralStorageSize and deploy again.'
  return new Failure('TOO_LARGE', message, { bytes, ...(freeBytes !== undefined && { freeBytes }) })
}
