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
 * Removes the remains of local AWSs that were killed (SIGKILL, a crash): execution environments that still run, with
 * the mounts of their namespaces; temporary folders; folders on a shared file system. Running local AWSs and files of
 * other users are not touched.
 *
 * @param announce is called for each one
 */
export async function removeLeftovers(announce: (sentence: string) => void): Promise<void> {
  const folders = (await readdir(tmpdir())).filter(name => folderName.test(name)).map(name => join(tmpdir(), name))
  const dead = await Promise.all(folders.map(isDead))
  for (const folder of folders.filter((_, index) => dead[index])) await removeLeftover(folder, announce)
}

/** Checks twice: the process of a folder may be between creating its socket and listening on it. */
async function isDead(folder: string): Promise<boolean> {
  const socket = join(folder, signOfLife)
  if (!(await refuses(socket))) return false
  await sleep(confirmAfterMs)
  return refuses(socket)
}

/** Whether a socket exists on which no process listens. False if there is none, or if it belongs to somebody else. */
function refuses(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const connection = connect(socket)
    connection.once('connect', () => resolve(false))
    connection.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    connection.once('close', () => connection.destroy())
    connection.end()
  })
}

async function removeLeftover(folder: string, announce: (sentence: string) => void): Promise<void> {
  const killed = await killProcesses(folder)
  const { efsFolder } = await elsewhere(folder)
  if (efsFolder && folderName.test(basename(efsFolder))) await removeTree(efsFolder)
  await removeTree(folder)
  const what = killed > 0 ? `${folder} and ${killed} processes` : folder
  announce(`A local AWS that was killed had left ${what}, which was removed.`)
}

/**
 * Kills the processes of the folder. A process in a sandbox has the folder among its mounts (/proc/PID/mountinfo,
 * proc(5)), one without a sandbox has it in its environment. This works only on Linux: other systems do not show it,
 * and there an idle function ends on its own.
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
    // There is nothing elsewhere, or the process was killed while it wrote the file, before it put anything there.
    return {}
  }
}

/** Returns an empty text if the file is gone or belongs to another user: then it is not ours. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '')
}

/** Uses a process that can be killed: a call to a mount without a server hangs, and this start must not hang. */
function removeTree(folder: string): Promise<void> {
  const options = { timeout: removalMs, killSignal: 'SIGKILL' } as const
  return new Promise(resolve => execFile('rm', ['-rf', '--', folder], options, () => resolve()))
}
