import { readFile } from 'node:fs/promises'

/** The most memory that a process has held, MB of 1,048,576 bytes; 0 where the system does not tell (macOS). */
export async function peakMemoryMB(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? []
    return Math.ceil(Number(kibibytes ?? 0) / 1024)
  } catch {
    // The process is gone, or there is no /proc.
    return 0
  }
}
