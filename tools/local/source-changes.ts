import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

export interface SourceChanges {
  /** Comes with the paths, relative to the folder, of sources that were saved. Undefined at the end. */
  next(): Promise<string[] | undefined>
}

/** An editor saves in several steps, and git changes many files. */
const settleMs = 60

/**
 * Watches the sources in a folder and in those below it, until the signal comes. Each folder is watched, and no file: many
 * editors, and git, put a new file in the place of the old one, and whoever watches the old one learns no more of it.
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
      if (kind === 'rename' && !name.includes('.')) void watchFolders().catch(() => {}) // a folder that has just gone
      if (isSource(name)) changed.add(join(path, name).slice(folder.length + 1))
      wake()
    })
    // A folder that is removed ends its watcher.
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
