import { readFileSync } from 'node:fs'

const mebibyte = 1024 ** 2
// Between two looks a process can take some 100 MB, which the reserve must hold. A warm request is over before the first.
const intervalMs = 50
// Of the function's memory: the programs themselves and ONNX Runtime's library (Node 45 MB, the library 45 MB), which
// both processes share, and what is taken between two looks.
const reserveMb = 200

/** What models, inputs and outputs may take of a function's memory. */
export function usableMb(memoryMb: number): number {
  return Math.max(memoryMb - reserveMb, memoryMb / 2)
}

/** The memory of a function in which so much is usable. */
export function withReserveMb(usableMb: number): number {
  return usableMb + reserveMb
}

export interface WatchedMemory {
  /** The other process. */
  pid: number
  /** Of the function; 0 where nobody says. */
  memoryMb: number
  /** What this process holds, where it is not all the function's: a test runs beside others. */
  ownBytes?: (() => number) | undefined
}

/**
 * Calls `exceeded` once when this process and that one together hold more of the function's memory than there is, while
 * there still is some: what the kernel does at the end, nobody can choose. Pages of files do not count, since the kernel
 * takes them back. Ends when what it returns is called. Linux only; elsewhere nobody tells.
 */
export function watchMemory(
  { pid, memoryMb, ownBytes = () => anonymousBytes(process.pid) }: WatchedMemory,
  exceeded: (usedMb: number) => void,
): () => void {
  if (memoryMb === 0 || process.platform !== 'linux') return () => undefined
  const limitMb = usableMb(memoryMb)
  const timer = setInterval(() => {
    const usedMb = Math.round((anonymousBytes(pid) + ownBytes()) / mebibyte)
    if (usedMb <= limitMb) return
    clearInterval(timer)
    exceeded(usedMb)
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}

// proc_pid_status(5). Nothing of a process that is gone.
function anonymousBytes(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
