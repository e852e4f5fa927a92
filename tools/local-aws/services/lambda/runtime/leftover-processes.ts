import { readdir, readFile } from 'node:fs/promises'

/**
 * Kills processes that a function started in a session of their own, outside of its process group: every process whose
 * environment contains this variable of the execution environment. It works only on Linux; other systems do not show a
 * process's environment.
 */
export async function killLeftovers(variable: string): Promise<void> {
  if (process.platform !== 'linux') return
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
  await Promise.all(
    pids.map(async pid => {
      // The process is gone, or belongs to another user: then it is not ours.
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
