import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { access, constants, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../../../command/command-error.ts'
import { removeFolder } from './remove-folder.ts'
import { revalidate } from './revalidate.ts'

export interface SharedMounts {
  /** The path of this local AWS's folder on the shared file system through each mount, in their order. */
  readonly folders: readonly string[]
  /** @throws FolderInUse */
  remove(): Promise<void>
}

/** The value of LOCAL_AWS_EFS_MOUNTS as a list; empty if it is not set. */
export function efsMounts(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  return environment.LOCAL_AWS_EFS_MOUNTS ? mountList(environment.LOCAL_AWS_EFS_MOUNTS) : []
}

/** `DIR,DIR,…` */
export function mountList(text: string): readonly string[] {
  return text.split(',').map(directory => directory.trim())
}

/**
 * Uses folders that are mounts of the same file system by different NFS clients. The local AWS gets a folder of its own
 * there, so two local AWSs, on this host or on another one, do not collide.
 *
 * @param deadlineMs the time in which a mount must answer, and must show a file that was created through another one. A
 * client that is mounted as EFS recommends shows it at once: it asks the server whenever a folder is opened (nfs(5),
 * "Close-to-open cache consistency").
 * @throws CommandError EFS_MOUNT_UNUSABLE, EFS_MOUNTS_DIFFER
 */
export async function useSharedMounts(
  directories: readonly string[],
  { deadlineMs = 20_000 } = {},
): Promise<SharedMounts> {
  for (const directory of directories) await requireFolder(directory, deadlineMs)
  const first = directories[0]!
  // Only its owner can read it: functions see a part of it at their mount's path, and nothing elsewhere.
  const own = await answered(first, deadlineMs, mkdtemp(join(first, 'local-aws-')))
  const folders = directories.map(directory => join(directory, basename(own)))
  const remove = () => removeFolder(own)
  try {
    const marker = randomUUID()
    await answered(first, deadlineMs, writeFile(join(own, 'marker'), marker))
    for (const folder of folders.slice(1)) await requireSame(folder, first, marker, deadlineMs)
    await answered(first, deadlineMs, rm(join(own, 'marker')))
  } catch (error) {
    // The error about the mounts is more important than an error of the removal.
    await remove().catch(() => {})
    throw error
  }
  return { folders, remove }
}

async function requireFolder(directory: string, deadlineMs: number): Promise<void> {
  if (!isAbsolute(directory)) throw unusable(directory, 'is no absolute path')
  await openElsewhere(directory, deadlineMs)
  const found = await answered(directory, deadlineMs, stat(directory))
  if (!found.isDirectory()) throw unusable(directory, 'is no folder')
  await answered(directory, deadlineMs, access(directory, constants.R_OK | constants.W_OK | constants.X_OK))
}

/**
 * A call to a mount that hangs cannot be cancelled, and Node.js does not end before it returns. So a separate process,
 * which can be killed, makes the first call. Its result does not matter, if it ends on its own.
 */
async function openElsewhere(directory: string, deadlineMs: number): Promise<void> {
  const late = new AbortController()
  const options = { signal: late.signal, killSignal: 'SIGKILL' } as const
  const opened = new Promise<void>(resolve => execFile('sh', ['-c', ': < "$0"', directory], options, () => resolve()))
  try {
    await answered(directory, deadlineMs, opened)
  } finally {
    late.abort()
  }
}

async function requireSame(folder: string, first: string, marker: string, deadlineMs: number): Promise<void> {
  const directory = join(folder, '..')
  for (const startedAt = performance.now(); ; await sleep(50)) {
    await answered(directory, deadlineMs, revalidate(directory, basename(folder)))
    const seen = await answered(
      directory,
      deadlineMs,
      readFile(join(folder, 'marker'), 'utf8').catch(() => undefined),
    )
    if (seen === marker) break
    if (performance.now() - startedAt < deadlineMs) continue
    throw new CommandError(
      'EFS_MOUNTS_DIFFER',
      `A file that was made in ${first} does not appear in ${directory} within ${deadlineMs / 1000} s: they are not mounts of the same file system.`,
      { nextStep: 'Give mounts of the same directory of the same NFS server.' },
    )
  }
  // A mount that shows everything may still be read-only.
  const proof = join(folder, randomUUID())
  await answered(directory, deadlineMs, writeFile(proof, ''))
  await answered(directory, deadlineMs, rm(proof))
}

/**
 * Returns the answer of the file system. @throws CommandError EFS_MOUNT_UNUSABLE if it is an error, or does not arrive
 * in time
 */
async function answered<T>(directory: string, deadlineMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs / 1000} s`)), deadlineMs)
  })
  try {
    return await Promise.race([answer, late])
  } catch (error) {
    throw unusable(directory, `cannot be used: ${(error as Error).message}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

function unusable(directory: string, why: string, options: { cause?: unknown } = {}): CommandError {
  return new CommandError('EFS_MOUNT_UNUSABLE', `${JSON.stringify(directory)} as a mount for EFS ${why}`, {
    nextStep: 'Give absolute paths of mounted folders that you may write, with commas between them and no blanks.',
    ...options,
  })
}
