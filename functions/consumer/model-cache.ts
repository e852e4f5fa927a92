import type { Model } from './model.ts'
import type { StoredModel } from './storage.ts'

interface Entry {
  loading: Promise<Model>
  users: number
  evicted: boolean
}

/** Has others leave the cache, the least recently used first, until there is room for a model that needs so many MB. */
export type MakeRoom = (neededMb: number) => Promise<void>

export interface ModelLoader {
  load: (stored: StoredModel, makeRoom: MakeRoom) => Promise<Model>
  /** How many MB are left beside the models that are loaded. */
  roomMb?: () => number
  /** Whether this file, and every other that the model was made of, still is what was loaded. */
  isCurrent: (model: Model, stored: StoredModel) => Promise<boolean>
}

/**
 * The models that stay loaded between invocations, by path, the least recently used first. A model of which a file was
 * replaced is loaded anew. What leaves the cache is released when its last user has finished.
 */
export class ModelCache {
  readonly #entries = new Map<string, Entry>()
  readonly #loader: ModelLoader
  readonly #limit: number

  constructor(loader: ModelLoader, limit = 2) {
    this.#loader = loader
    this.#limit = limit
  }

  // The caller must release what it got.
  async borrow(stored: StoredModel): Promise<{ model: Model; release: () => Promise<void> }> {
    const path = stored.names.join('/')
    for (;;) {
      const known = this.#touch(path)
      const entry = known ?? this.#add(path, stored)
      entry.users++
      const release = async () => {
        entry.users--
        await releaseUnused(entry)
      }
      try {
        const model = await entry.loading
        if (!known || (await this.#loader.isCurrent(model, stored))) return { model, release }
      } catch (error) {
        await release()
        throw error
      }
      void this.#evict(path, entry)
      await release()
    }
  }

  #touch(path: string): Entry | undefined {
    const entry = this.#entries.get(path)
    if (!entry) return undefined
    this.#entries.delete(path)
    this.#entries.set(path, entry) // now the most recently used
    return entry
  }

  #add(path: string, stored: StoredModel): Entry {
    for (const [oldPath, old] of this.#entries) {
      if (this.#entries.size >= this.#limit) void this.#evict(oldPath, old)
    }
    const entry: Entry = {
      loading: this.#loader.load(stored, neededMb => this.#makeRoom(neededMb, path)),
      users: 0,
      evicted: false,
    }
    this.#entries.set(path, entry)
    entry.loading.catch(() => void this.#evict(path, entry))
    return entry
  }

  async #makeRoom(neededMb: number, path: string): Promise<void> {
    for (const [oldPath, old] of this.#entries) {
      if (oldPath === path || (this.#loader.roomMb?.() ?? Infinity) >= neededMb) continue
      await this.#evict(oldPath, old)
    }
  }

  // Another may have done so before, and a newer one be there in its place.
  #evict(path: string, entry: Entry): Promise<void> {
    if (this.#entries.get(path) === entry) this.#entries.delete(path)
    entry.evicted = true
    return releaseUnused(entry).catch(() => undefined) // it only makes room
  }
}

async function releaseUnused(entry: Entry): Promise<void> {
  if (!entry.evicted || entry.users > 0) return
  const model = await entry.loading.catch(() => undefined) // nothing was loaded: its borrower has the error
  await model?.session.release()
}
