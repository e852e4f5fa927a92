import { EventEmitter } from 'node:events'
import { mkdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Moment } from './kill-plan-fixture.ts'

/** For tests only: reports each name that appears or disappears on a mount, as soon as it does. */
export function watchNames(mountPath: string) {
  const names = new EventEmitter().setMaxListeners(0)
  const watchers = ['models', 'inputs', '.staging', '.origins'].map(folder => {
    mkdirSync(join(mountPath, folder), { recursive: true })
    // Node reports a name that appears or disappears as a rename, and a write to its file as a change.
    return watch(join(mountPath, folder), kind => void (kind === 'rename' && names.emit('name')))
  })

  return {
    /** Calls `act` once at this moment, counted from now. @returns a function that cancels it */
    at(moment: Moment, act: () => void): () => void {
      let timer: NodeJS.Timeout | undefined
      let seen = 0
      const see = () => {
        if (++seen === moment.names) begin()
      }
      const begin = () => {
        if (moment.ms === 0) act()
        else timer = setTimeout(act, moment.ms)
      }
      if (moment.names === 0) begin()
      else names.on('name', see)
      return () => {
        names.off('name', see)
        clearTimeout(timer)
      }
    },
    close(): void {
      for (const watcher of watchers) watcher.close()
    },
  }
}
