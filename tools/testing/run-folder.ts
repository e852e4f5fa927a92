import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface RunFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * A folder for one run of the tests: two runs in one checkout never meet. It goes with the run; those of runs that were
 * killed go now.
 */
export async function makeRunFolder(repository: string): Promise<RunFolder> {
  const parent = join(repository, '.build/tests')
  await mkdir(parent, { recursive: true })
  for (const name of await readdir(parent)) {
    if (!isRunning(Number(name.split('-')[0]))) await remove(join(parent, name))
  }
  const path = join(parent, `${process.pid}-${randomUUID().slice(0, 8)}`)
  await mkdir(path)
  return { path, [Symbol.asyncDispose]: () => remove(path) }
}

/** A test may leave files that cannot be removed. The results of the run must not be lost for that. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It runs, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
