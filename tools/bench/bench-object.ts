import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CopyObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { BenchSystem } from './bench-system.ts'

const run = promisify(execFile)
const downloader = fileURLToPath(new URL('download-process.mjs', import.meta.url))
export const mebibyte = 1024 ** 2
/** As many as the Producer uses (functions/bucket/lanes.ts) with its memory in these benchmarks. */
export const connections = 12

/** Stores the file as `source`. Each call of `put` makes a copy under a new key, without an event for the Producer. */
export async function storeObject({ s3, bucketName: Bucket }: BenchSystem, file: string, size?: number) {
  const bytes = size ?? (await stat(file)).size
  const Key = size === undefined ? 'source' : `source-${size}`
  const Body = createReadStream(file, { end: bytes - 1 })
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: bytes }))
  const put = async () => {
    const key = `inputs/bench-${Math.random()}`
    await s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource: `${Bucket}/${Key}` }))
    return key
  }
  return { bytes, put, source: Key }
}

/**
 * Removes the Producer's copies from a folder that is the shared file system. The copies of the other cases are removed
 * too. A copy that stays keeps its memory, and the next one would wait until the system finds as much elsewhere.
 */
export async function removeCopies(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const copies = entries.filter(entry => entry.isFile() && entry.name.startsWith('bench-'))
  for (const { parentPath, name } of copies) await rm(join(parentPath, name))
}

/** Milliseconds in which a process downloads the object with as many connections as the Producer, and discards it. */
export async function throwAway(
  system: BenchSystem,
  key: string,
  bytes: number,
  signal?: AbortSignal,
): Promise<number> {
  const argument = JSON.stringify({ bucket: system.bucketName, key, bytes, connections })
  const env = { ...process.env, ...system.environment }
  return Number((await run(process.execPath, [downloader, argument], { env, signal })).stdout)
}

/** Writes a file of this many bytes, in which no two mebibytes are equal. */
export async function writeBytes(path: string, bytes: number): Promise<void> {
  const block = Buffer.alloc(mebibyte)
  for (let at = 0; at < block.length; at += 4) block.writeUInt32LE(Math.imul(at, 0x9e3779b1) >>> 0, at)
  const file = await open(path, 'w')
  try {
    for (let at = 0; at < bytes; at += block.length) {
      block.writeUInt32LE(at / block.length, 0)
      await file.write(block, 0, Math.min(block.length, bytes - at))
    }
  } finally {
    await file.close()
  }
}
