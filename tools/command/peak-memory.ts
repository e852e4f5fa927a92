import { readdir, readFile } from 'node:fs/promises'

/**
 * The most memory that a process and those that it has started have held, MB of 1,048,576 bytes: the sum of what each of
 * them held at its own worst moment, so never less than all at once. Lambda limits and reports them together. 0 where
 * the system does not tell (macOS).
 */
export async function peakMemoryMB(pid: number): Promise<number> {
  const kibibytes = await Promise.all([pid, ...(await descendants(pid))].map(peakKibibytes))
  return Math.ceil(kibibytes.reduce((sum, each) => sum + each, 0) / 1024)
}

async function descendants(pid: number): Promise<number[]> {
  const all = await Promise.all((await processes()).map(async each => ({ pid: each, parent: await parentOf(each) })))
  const below = (parent: number): number[] =>
    all.filter(each => each.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)])
  return below(pid)
}

// Without /proc there are none.
async function processes(): Promise<number[]> {
  const names = await readdir('/proc').catch((): string[] => [])
  return names.filter(name => /^\d+$/.test(name)).map(Number)
}

async function parentOf(pid: number): Promise<number> {
  return Number(/^PPid:\s+(\d+)$/m.exec(await statusOf(pid))?.[1])
}

async function peakKibibytes(pid: number): Promise<number> {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(await statusOf(pid))?.[1] ?? 0)
}

// Nothing of a process that is gone.
function statusOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
}
