import { readdir, readFile } from 'node:fs/promises'

/**
 * Kills what a function started in a session of its own, which its process group does not reach: every process whose
 * environment holds this variable of the execution environment. On Linux only; elsewhere nobody tells.
 */
export async function killLeftovers(variable: string): Promise<void> {
  if (process.platform !== 'linux') return
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
  await Promise.all(
    pids.map(async pid => {
      // Gone meanwhile, or another user's: neither is ours to kill.
      const variables = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      if (!variables.split('\0').includes(variable)) return
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }),
  )
}
