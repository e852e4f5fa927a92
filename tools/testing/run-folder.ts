import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

export interface RunFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Makes a folder for one run of the tests, so that two runs in one checkout never meet. It is removed with the run. The
 * folders of killed runs are removed now.
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

/** A test may leave files that cannot be removed. The run must keep its results nevertheless. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // The process runs and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
