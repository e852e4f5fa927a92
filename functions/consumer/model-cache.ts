import type { Model } from './model.ts'
import type { StoredModel } from './storage.ts'

interface Entry {
  loading: Promise<Model>
  users: number
  evicted: boolean
}

/**
 * Evicts other models from the cache, the least recently used first, until there is room for a model that needs this
 * many MB.
 */
export type MakeRoom = (neededMb: number) => Promise<void>

export interface ModelLoader {
  load: (stored: StoredModel, makeRoom: MakeRoom) => Promise<Model>
  /** MB that are left beside the loaded models. */
  roomMb: () => number
  /** Whether this file, and every other file of the model, still is the one that was loaded. */
  isCurrent: (model: Model, stored: StoredModel) => Promise<boolean>
}

/**
 * The models that stay loaded between invocations, by path, the least recently used first. If one of a model's files
 * was replaced the model is loaded again. An evicted model is released when its last user has finished.
 */
export class ModelCache {
  readonly #entries = new Map<string, Entry>()
  readonly #loader: ModelLoader
  readonly #limit: number

  constructor(loader: ModelLoader, limit = 2) {
    this.#loader = loader
    this.#limit = limit
  }

  // Loads the model unless it is loaded. The caller must call `release`.
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
      if (oldPath === path || this.#loader.roomMb() >= neededMb) continue
      await this.#evict(oldPath, old)
    }
  }

  // Removes only this entry: an earlier call may already have evicted it, and a newer entry may have replaced it.
  #evict(path: string, entry: Entry): Promise<void> {
    if (this.#entries.get(path) === entry) this.#entries.delete(path)
    entry.evicted = true
    return releaseUnused(entry).catch(() => undefined) // the release only makes room
  }
}

async function releaseUnused(entry: Entry): Promise<void> {
  if (!entry.evicted || entry.users > 0) return
  const model = await entry.loading.catch(() => undefined) // nothing was loaded, and its borrower has the error
  await model?.session.release()
}
