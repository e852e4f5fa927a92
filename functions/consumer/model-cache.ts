import type { Model } from './model.ts'
import type { ModelFile } from './model-file.ts'

interface Entry {
  stamp: string
  loading: Promise<Model>
  users: number
  evicted: boolean
}

// The models that stay loaded between invocations, by path, the least recently used first. A model whose file was
// replaced is loaded anew. What leaves the cache is released when its last user has finished.
export class ModelCache {
  readonly #entries = new Map<string, Entry>()
  readonly #load: (file: ModelFile) => Promise<Model>
  readonly #limit: number

  constructor(load: (file: ModelFile) => Promise<Model>, limit = 2) {
    this.#load = load
    this.#limit = limit
  }

  // The caller must release what it got.
  async borrow(file: ModelFile): Promise<{ model: Model; release: () => Promise<void> }> {
    const entry = this.#current(file) ?? this.#add(file)
    entry.users++
    const release = async () => {
      entry.users--
      await releaseUnused(entry)
    }
    try {
      return { model: await entry.loading, release }
    } catch (error) {
      await release()
      throw error
    }
  }

  #current(file: ModelFile): Entry | undefined {
    const entry = this.#entries.get(file.path)
    if (entry?.stamp !== file.stamp) return undefined
    this.#entries.delete(file.path)
    this.#entries.set(file.path, entry) // now the most recently used
    return entry
  }

  #add(file: ModelFile): Entry {
    this.#evict(file.path)
    while (this.#entries.size >= this.#limit) this.#evict([...this.#entries.keys()][0] as string)
    const entry: Entry = { stamp: file.stamp, loading: this.#load(file), users: 0, evicted: false }
    this.#entries.set(file.path, entry)
    entry.loading.then(
      model => {
        entry.stamp = model.stamp // may be newer: the file can be replaced during the load
      },
      () => {
        if (this.#entries.get(file.path) === entry) this.#evict(file.path)
      },
    )
    return entry
  }

  #evict(path: string): void {
    const entry = this.#entries.get(path)
    if (!entry) return
    this.#entries.delete(path)
    entry.evicted = true
    void releaseUnused(entry)
  }
}

async function releaseUnused(entry: Entry): Promise<void> {
  if (!entry.evicted || entry.users > 0) return
  const model = await entry.loading.catch(() => undefined) // nothing was loaded: its borrower has the error
  await model?.session.release()
}
