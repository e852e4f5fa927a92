import { closeSync, constants, open as openDescriptor } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../failure/failure.ts'
import { MountCalls } from './mount-calls.ts'
import { isSystemError, nameOf, unless } from './system-error.ts'

const descriptorOf = promisify(openDescriptor)
const fullErrors = ['ENOSPC', 'EDQUOT']

export interface WorkingSetOptions {
  mountPath: string
  /**
   * The time limit, in milliseconds, of one call to the file system. When its server is gone NFS does not fail but
   * waits, and API Gateway hangs up after 29 s. A call that takes this long is therefore reported while the caller
   * still listens.
   */
  deadlineMs?: number | undefined
}

/**
 * The files that the functions share, below the mounted access point. The mount itself is never created: if it is
 * missing, a write would go to the environment's own disk and be lost.
 */
export class WorkingSet {
  readonly mountPath: string
  readonly #calls: MountCalls
  #nextSweepAt = 0
  #hasFile = false

  constructor({ mountPath, deadlineMs = 10_000 }: WorkingSetOptions) {
    this.mountPath = mountPath
    this.#calls = new MountCalls(mountPath, deadlineMs)
  }

  path(...names: readonly string[]): string {
    return join(this.mountPath, ...names)
  }

  // Every call to the file system goes through here. A refusal (not mounted, not writable, no space, I/O error) and a
  // call without an answer become EFS_UNAVAILABLE. Expected errors are caught before, with `unless`.
  async call<T>(operation: () => Promise<T>, late: (answer: T) => void = () => {}): Promise<T> {
    try {
      return await this.#calls.make(operation, late)
    } catch (error) {
      if (!isSystemError(error)) throw error
      const name = nameOf(error)
      const state = fullErrors.includes(name) ? 'is full' : 'is not mounted or cannot be used'
      const message = `EFS at ${this.mountPath} ${state}: ${name} from ${error.syscall}.`
      throw new Failure('EFS_UNAVAILABLE', message, {}, error)
    }
  }

  // Opens the file at this path as this client of NFS knows it (fresh-file.ts makes the client ask the server). Returns
  // undefined if there is no file, but throws if the mount itself is missing.
  async open(names: readonly string[], flags: string | number = 'r'): Promise<FileHandle | undefined> {
    const opened = () => open(this.path(...names), flags)
    const found = names.length === 0 ? opened : () => opened().catch(unless(undefined, 'ENOENT', 'ENOTDIR'))
    return this.call<FileHandle | undefined>(found, handle => void (handle && this.release(handle)))
  }

  // Whether a folder has this path: true if it can be opened. The folder is closed at once and on this thread, because
  // that asks the server nothing (fs/nfs/dir.c, nfs_closedir), and a way to another thread takes several times as long.
  async opensFolder(names: readonly string[]): Promise<boolean> {
    const path = this.path(...names)
    const opened = async () => {
      closeSync(await descriptorOf(path, constants.O_RDONLY | constants.O_DIRECTORY))
      return true
    }
    return this.call(names.length === 0 ? opened : () => opened().catch(unless(false, 'ENOENT', 'ENOTDIR')))
  }

  // Closes a file that is no longer needed.
  async release(handle: FileHandle): Promise<void> {
    await this.briefly(this.atLast(() => handle.close()))
  }

  // Makes a call whose turn comes in any case, even if nobody waits for it any more.
  atLast(operation: () => Promise<void>): Promise<void> {
    return this.#calls.makeAtLast(operation)
  }

  // Waits at most a second, and not at all while the mount hangs; never fails. For clean-up: the caller already has a
  // result or an error to report.
  async briefly(work: Promise<unknown>): Promise<void> {
    const done = work.then(
      () => undefined,
      () => undefined,
    )
    if (this.#calls.hangs) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, 1000).unref()
      void done.then(() => (clearTimeout(timer), resolve()))
    })
  }

  // True once for each environment.
  isFirstFile(): boolean {
    const isFirst = !this.#hasFile
    this.#hasFile = true
    return isFirst
  }

  // True once for each interval and environment.
  sweepIsDue(now: number, intervalMs: number): boolean {
    if (now < this.#nextSweepAt) return false
    this.#nextSweepAt = now + intervalMs
    return true
  }
}
