import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { WorkingSet } from './working-set.ts'

// For tests only: a working set on an empty mount.
export function mount(t: Test, deadlineMs?: number) {
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  return { mountPath, workingSet: new WorkingSet({ mountPath, deadlineMs }) }
}

// The files below this folder that this process holds open; undefined where the system does not tell (macOS).
export function openBelow(folder: string): string[] | undefined {
  if (process.platform !== 'linux') return undefined
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(folder) ? [path] : []
    } catch {
      return [] // closed meanwhile: the one by which /proc was read
    }
  })
}
