import { readdirSync, readlinkSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { WorkingSet } from './working-set.ts'

/** For tests only: a working set on an empty mount. */
export function mount(t: Test, deadlineMs?: number) {
  const mountPath = join(t.testdir({ mnt: {} }), 'mnt')
  return { mountPath, workingSet: new WorkingSet({ mountPath, deadlineMs }) }
}

/** The prototype of all open files, for a test that observes reads and writes. */
export async function fileHandlePrototype(folder: string): Promise<FileHandle> {
  const handle = await open(folder)
  await handle.close()
  return Object.getPrototypeOf(handle) as FileHandle
}

/** The files below this folder that this process holds open; undefined if the system does not report them (macOS). */
export function openBelow(folder: string): string[] | undefined {
  if (process.platform !== 'linux') return undefined
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(folder) ? [path] : []
    } catch {
      return [] // the descriptor that read /proc is already closed
    }
  })
}
