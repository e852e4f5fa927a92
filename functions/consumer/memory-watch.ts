import { readFileSync } from 'node:fs'

const mebibyte = 1024 ** 2
// Between two checks a process can take some 100 MB, which the reserve must hold. A warm request ends before the first
// check.
const intervalMs = 50
// Part of the function's memory: the programs themselves and ONNX Runtime's library (Node 45 MB, the library 45 MB),
// which both processes share, and what a process takes between two checks.
const reserveMb = 200

/** MB of a function's memory that models, inputs and outputs may take. */
export function usableMb(memoryMb: number): number {
  return Math.max(memoryMb - reserveMb, memoryMb / 2)
}

/** The memory, in MB, of a function that has this much usable. */
export function withReserveMb(usableMb: number): number {
  return usableMb + reserveMb
}

export interface WatchedMemory {
  /** Pid of the other process. */
  pid: number
  /** MB of the function; 0 if unknown. */
  memoryMb: number
  /** Bytes that this process holds. A test sets it, because its process also runs other tests. */
  ownBytes?: (() => number) | undefined
}

/**
 * Calls `exceeded` once when the two processes together hold too much of the function's memory. Some memory is
 * left at that time: once it is used up, the kernel decides what ends. Pages of files do not count, since the kernel
 * takes them back. Call the returned function to end the watch. Linux only: other systems do not report the memory.
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

// Reads the memory as proc_pid_status(5) describes; 0 for a process that has ended.
function anonymousBytes(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
