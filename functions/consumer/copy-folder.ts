import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Makes folders for copies of models. Their names have the process that made them: model-<pid>-XXXXXX. A process that
// ends in the middle of a load leaves its folder, and /tmp may outlive the process
// (docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). Before a process makes its first folder it
// removes those of processes that are gone, and of an earlier process with the same pid.
let removing: Promise<void> | undefined

export async function makeCopyFolder(): Promise<string> {
  removing ??= removeLeft().catch(() => undefined) // the removal only makes room
  await removing
  return mkdtemp(join(tmpdir(), `model-${process.pid}-`))
}

async function removeLeft(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [kind, pid] = name.split('-')
    const left = kind === 'model' && (Number(pid) === process.pid || !isAlive(Number(pid)))
    if (left) await rm(join(tmpdir(), name), { recursive: true })
  }
}

// A name without a pid and a process of another user also count as alive.
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
