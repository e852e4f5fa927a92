import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { InputFiles } from './input-files.ts'
import type { BinaryPlatform } from './onnx-runtime-files.ts'

/**
 * A hash of the inputs of the zips for `target`, 128 bits as hex: equal keys, equal zips. It is made of the content of every
 * file, since a file can change and keep its size and time. It takes about 0.15 s for 90 MB, less if the process has read
 * the files before, and blocks the event loop: asynchronous reads of thousands of small files take several times the
 * processor time. Throws errors of the file system.
 */
export function inputKey({ files, facts }: InputFiles, target: BinaryPlatform): string {
  const { platform, arch, versions } = process
  const key = createHash('sha256')
  // Compressed bytes depend on zlib, which differs between versions of Node, and on the processor for which it is
  // tuned.
  key.update(JSON.stringify({ target, host: { platform, arch, versions }, facts: [...facts].sort() }))
  const chunk = Buffer.allocUnsafeSlow(1024 * 1024)
  for (const path of [...files].sort()) key.update(JSON.stringify([path, hashOf(path, chunk)]))
  return key.digest('hex').slice(0, 32)
}

interface KnownHash {
  /** Which file it was, and when it was changed: no program can set the time of the change of an inode (inode(7)). */
  readonly state: string
  readonly hash: string
}

const known = new Map<string, KnownHash>()

/** A change so short before the reading may be followed by another one within the same tick of the file system's clock. */
const settledMs = 2000

function hashOf(path: string, chunk: Buffer): string {
  const { dev, ino, size, ctimeNs, ctimeMs } = statSync(path, { bigint: true })
  const state = [dev, ino, size, ctimeNs].join()
  const before = known.get(path)
  if (before?.state === state) return before.hash
  const hash = hashOfContent(path, chunk)
  if (Number(ctimeMs) < Date.now() - settledMs) known.set(path, { state, hash })
  else known.delete(path)
  return hash
}

// One buffer for all files: new memory for 90 MB would cost more than hashing them.
function hashOfContent(path: string, chunk: Buffer): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    for (let length = -1; length !== 0;) {
      length = readSync(file, chunk, 0, chunk.length, null)
      hash.update(chunk.subarray(0, length))
    }
  } finally {
    closeSync(file)
  }
  return hash.digest('base64')
}
