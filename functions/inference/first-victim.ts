import { writeFileSync } from 'node:fs'

/**
 * Makes the kernel end this process, and not the one that answers, when memory runs out (proc_pid_oom_score_adj(5):
 * 1000 is the highest, and raising it needs no privilege). Systems other than Linux do not have the file.
 */
export function becomeFirstVictim(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // The kernel then chooses the process itself, as before.
  }
}
