import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { FileState } from './observer-contract.ts'

/** The observer's mount of the access point. */
export const mount = process.env.EFS_MOUNT_PATH ?? '/mnt/efs'

export function place(path: string): string {
  const full = normalize(join(mount, path))
  if (!full.startsWith(`${mount}/`)) throw new Error(`${path} is not below ${mount}`)
  return full
}

/**
 * Returns the current state of this path, by open and fstat. NFS may answer stat from what it saw up to a minute ago,
 * but it asks the server at every open (nfs(5), "Close-to-open cache consistency"). It also remembers that a name was
 * missing while the folder seems unchanged. Opening the folder makes it ask, so a missing name is tried twice.
 */
export function stateOf(path: string): FileState {
  const state = openedState(path)
  if (state) return state
  namesIn(dirname(place(path)))
  return openedState(path) ?? { path, type: 'none' }
}

/** Lists the names in a folder, none if there is no such folder. A missing mount is an error. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (folder === mount || !isMissing(error)) throw error
    readdirSync(mount)
    return []
  }
}

function openedState(path: string): FileState | undefined {
  let descriptor: number
  try {
    descriptor = openSync(place(path), 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    const entry = fstatSync(descriptor)
    const { size, ino, uid, gid, mtimeMs, mode } = entry
    const type = entry.isDirectory() ? 'folder' : 'file'
    return { path, type, size, ino, uid, gid, mtimeMs, mode: (mode & 0o777).toString(8) }
  } finally {
    closeSync(descriptor)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
