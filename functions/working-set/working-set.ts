import { join } from 'node:path'
import { Failure } from '../failure/failure.ts'

export interface WorkingSetOptions {
  mountPath: string
  // How long one call to the file system may take. NFS does not fail when its server is gone, it waits, and API Gateway
  // hangs up after 29 s: a call that takes this long is reported while the caller still listens.
  deadlineMs?: number | undefined
}

// The files that the functions share, below the mounted access point. The mount itself is never created: where it is
// missing, writing would go to the environment's own disk and be lost.
export class WorkingSet {
  readonly mountPath: string
  readonly #deadlineMs: number
  #nextSweepAt = 0

  constructor({ mountPath, deadlineMs = 10_000 }: WorkingSetOptions) {
    this.mountPath = mountPath
    this.#deadlineMs = deadlineMs
  }

  path(...names: readonly string[]): string {
    return join(this.mountPath, ...names)
  }

  // Every call to the file system goes through here: what it refuses (not mounted, not writable, no space, I/O error)
  // and what it never answers becomes EFS_UNAVAILABLE. Errors that have a meaning are caught before, with `unless`.
  async call<T>(operation: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const deadline = new Promise<never>((_, reject) => {
      const message = `EFS at ${this.mountPath} did not answer within ${this.#deadlineMs} ms.`
      timer = setTimeout(() => reject(new Failure('EFS_UNAVAILABLE', message)), this.#deadlineMs)
    })
    try {
      return await Promise.race([operation, deadline])
    } catch (error) {
      if (!isSystemError(error)) throw error
      const message = `EFS at ${this.mountPath} is not mounted or cannot be used: ${error.code} from ${error.syscall}.`
      throw new Failure('EFS_UNAVAILABLE', message, {}, error)
    } finally {
      clearTimeout(timer)
    }
  }

  // True once for each interval and environment.
  sweepIsDue(now: number, intervalMs: number): boolean {
    if (now < this.#nextSweepAt) return false
    this.#nextSweepAt = now + intervalMs
    return true
  }
}

// For `.catch(unless(value, 'ENOENT'))`: the value instead of an error of these codes.
export function unless<T>(value: T, ...codes: string[]): (error: unknown) => T {
  return error => {
    if (isSystemError(error) && codes.includes(error.code)) return value
    throw error
  }
}

function isSystemError(error: unknown): error is Error & { code: string; syscall: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
}
