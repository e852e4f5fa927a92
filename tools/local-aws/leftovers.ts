import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ElsewhereRecord, elsewhereFile, folderName, signOfLife } from './data-folder.ts'

const confirmAfterMs = 50
const removalMs = 20_000

/**
 * Removes what local AWSs have left that were killed (SIGKILL, a crash): execution environments that still run, with
 * the mounts of their namespaces; temporary folders; folders on a shared file system. Those that live are not touched,
 * nor is what belongs to other users.
 *
 * @param diagnose is told of each one
 */
export async function removeLeftovers(diagnose: (sentence: string) => void): Promise<void> {
  const folders = (await readdir(tmpdir())).filter(name => folderName.test(name)).map(name => join(tmpdir(), name))
  const dead = await Promise.all(folders.map(isDead))
  for (const folder of folders.filter((_, index) => dead[index])) await removeLeftover(folder, diagnose)
}

/** Asked twice: between making a socket and listening to it its process lives already. */
async function isDead(folder: string): Promise<boolean> {
  const socket = join(folder, signOfLife)
  if (!(await refuses(socket))) return false
  await sleep(confirmAfterMs)
  return refuses(socket)
}

/** Only where there is a socket that nobody listens to; not where there is none, or where it is somebody else's. */
function refuses(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const connection = connect(socket)
    connection.once('connect', () => resolve(false))
    connection.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    connection.once('close', () => connection.destroy())
    connection.end()
  })
}

async function removeLeftover(folder: string, diagnose: (sentence: string) => void): Promise<void> {
  const killed = await killProcesses(folder)
  const { efsFolder } = await elsewhere(folder)
  if (efsFolder && folderName.test(basename(efsFolder))) await removeTree(efsFolder)
  await removeTree(folder)
  const what = killed > 0 ? `${folder} and ${killed} processes` : folder
  diagnose(`A local AWS that was killed had left ${what}: removed.`)
}

/**
 * A process in a sandbox has the folder among its mounts (/proc/PID/mountinfo, proc(5)), one without has it in its
 * environment. On Linux only: elsewhere nobody tells, and a function that is idle ends by itself.
 */
async function killProcesses(folder: string): Promise<number> {
  if (process.platform !== 'linux') return 0
  const part = `/${basename(folder)}/`
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
  const killed = await Promise.all(
    pids.map(async pid => {
      const texts = await Promise.all(['mountinfo', 'environ'].map(name => readText(`/proc/${pid}/${name}`)))
      return texts.some(text => text.includes(part)) && kill(Number(pid))
    }),
  )
  return killed.filter(Boolean).length
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch (error) {
    if (['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code!)) return false
    throw error
  }
}

async function elsewhere(folder: string): Promise<Partial<ElsewhereRecord>> {
  try {
    return JSON.parse(await readFile(join(folder, elsewhereFile), 'utf8')) as ElsewhereRecord
  } catch {
    // There is nothing elsewhere; or the kill came while it was being written, before anything was put there.
    return {}
  }
}

/** Gone meanwhile, or another user's: nothing that is ours. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '')
}

/** By a process that can be killed: a call to a mount whose server is gone hangs, and this start must not. */
function removeTree(folder: string): Promise<void> {
  const options = { timeout: removalMs, killSignal: 'SIGKILL' } as const
  return new Promise(resolve => execFile('rm', ['-rf', '--', folder], options, () => resolve()))
}
