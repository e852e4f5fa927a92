import { readdirSync, readFileSync } from 'node:fs'

/**
 * The peak memory, in MB of 1,048,576 bytes, of a process and the processes that it has started: the sum of their single
 * peaks, and so never less than their peak together. Lambda limits and reports them together. Returns 0 if the system does
 * not report the memory (macOS).
 */
export function peakMemoryMB(pid: number): number {
  const kibibytes = [pid, ...descendants(pid)].map(peakKibibytes)
  return Math.ceil(kibibytes.reduce((sum, each) => sum + each, 0) / 1024)
}

/**
 * The parents of the processes that were seen at the last call, by process ID. Reading one takes four system calls, and
 * a computer has hundreds of processes. An entry can be wrong only if a process ends and all other IDs are used before
 * the next call.
 */
const parents = new Map<number, number>()

function descendants(pid: number): number[] {
  const running = new Set(processes())
  for (const known of parents.keys()) if (!running.has(known)) parents.delete(known)
  for (const each of running) if (!parents.has(each)) parents.set(each, parentOf(each))
  const all = [...parents].map(([pid, parent]) => ({ pid, parent }))
  const below = (parent: number): number[] =>
    all.filter(each => each.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)])
  return below(pid)
}

// Read at once: no disk is behind /proc, and a turn of the event loop for each process takes far longer than its line.
function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number)
  } catch {
    // Without /proc there are none.
    return []
  }
}

// The second field, the name in parentheses, may hold blanks; the fourth, the second after it, is the parent (proc(5)).
function parentOf(pid: number): number {
  const text = procFile(pid, 'stat')
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ', 2)[1])
}

function peakKibibytes(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(procFile(pid, 'status'))?.[1] ?? 0)
}

// Returns an empty text for a process that is gone.
function procFile(pid: number, file: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
