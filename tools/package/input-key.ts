import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type { InputFiles } from './input-files.ts'
import type { BinaryPlatform } from './onnx-runtime-files.ts'

/**
 * A hash of the inputs of the zips for `target`, 128 bits as hex: equal keys, equal zips. It reads the content of every
 * file, since a file can change and keep its size and time. It takes about 0.15 s for 90 MB and blocks the event loop:
 * asynchronous reads of thousands of small files take several times the processor time. Throws errors of the file
 * system.
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

// One buffer for all files: new memory for 90 MB would cost more than hashing them.
function hashOf(path: string, chunk: Buffer): string {
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
