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
    if (!isRunning(Number(name.split('-')[0]))) await rm(join(parent, name), { recursive: true, force: true })
  }
  const path = join(parent, `${process.pid}-${randomUUID().slice(0, 8)}`)
  await mkdir(path)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It runs, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
