import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface SourceChanges {
  /** Resolves with the paths of saved sources, relative to the folder, or with undefined at the end. */
  next(): Promise<string[] | undefined>
}

/** An editor saves in several steps, and git changes many files at once. */
const settleMs = 60

/**
 * Watches the sources in a folder and its subfolders until the signal aborts. It watches folders and not files: many
 * editors, and git, replace the file, and a watcher of the old file sees no further change.
 */
export async function watchSources(folder: string, signal: AbortSignal): Promise<SourceChanges> {
  const watchers = new Map<string, FSWatcher>()
  const changed = new Set<string>()
  let wake = () => {}
  const watchFolders = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const folders = entries.filter(entry => entry.isDirectory()).map(entry => join(entry.parentPath, entry.name))
    for (const path of [folder, ...folders])
      if (!watchers.has(path) && !signal.aborted) watchers.set(path, watcherOf(path))
  }
  const watcherOf = (path: string) => {
    const watcher = watch(path, (kind, name) => {
      if (name === null) return
      if (kind === 'rename' && !name.includes('.')) void watchFolders().catch(() => {}) // the folder was just removed
      if (isSource(name)) changed.add(join(path, name).slice(folder.length + 1))
      wake()
    })
    // Removing a folder ends its watcher.
    return watcher.on('error', () => watchers.delete(path))
  }
  await watchFolders()
  signal.addEventListener('abort', () => {
    for (const watcher of watchers.values()) watcher.close()
    wake()
  })
  return {
    next: async () => {
      while (changed.size === 0 && !signal.aborted) await new Promise<void>(resolve => (wake = resolve))
      if (!signal.aborted) await new Promise(resolve => setTimeout(resolve, settleMs))
      if (signal.aborted) return undefined
      const paths = [...changed].sort()
      changed.clear()
      return paths
    },
  }
}

function isSource(name: string): boolean {
  return /^[^.].*\.(ts|json)$/.test(name) && !/(\.test|-fixture)\.ts$/.test(name)
}
