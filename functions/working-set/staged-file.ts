import { randomUUID } from 'node:crypto'
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { findFile } from './file-version.ts'
import { makeFolder, makeFolders, stagingFolder, syncFolder } from './folders.ts'
import { sweepStagingFiles } from './sweep.ts'
import { unless, type WorkingSet } from './working-set.ts'

// A file appears under its final name complete or not at all: it is written under .staging/, flushed, then given that
// name. Whatever `work` leaves in .staging/ is removed after it.
export async function withStagedFile<T>(workingSet: WorkingSet, work: (file: StagedFile) => Promise<T>): Promise<T> {
  await makeFolders(workingSet)
  await sweepStagingFiles(workingSet)
  const path = workingSet.path(stagingFolder, randomUUID())
  const file = new StagedFile(workingSet, path, await workingSet.call(open(path, 'wx')))
  try {
    return await work(file)
  } finally {
    await file.discard()
  }
}

export async function replaceFile(workingSet: WorkingSet, names: readonly string[], content: string): Promise<void> {
  await withStagedFile(workingSet, async file => {
    await file.append(Buffer.from(content))
    await file.seal()
    await file.replace(names)
  })
}

export class StagedFile {
  readonly #workingSet: WorkingSet
  readonly #path: string
  readonly #handle: FileHandle
  #ino = ''
  #closed = false
  #renamed = false

  constructor(workingSet: WorkingSet, path: string, handle: FileHandle) {
    this.#workingSet = workingSet
    this.#path = path
    this.#handle = handle
  }

  async append(data: Uint8Array): Promise<void> {
    await this.#workingSet.call(this.#handle.appendFile(data))
  }

  // On NFS it is here that a full disk shows.
  async flush(): Promise<void> {
    await this.#workingSet.call(this.#handle.sync())
  }

  // Flushes and closes. The result identifies this file under whatever name.
  async seal(): Promise<{ ino: string; bytes: number }> {
    await this.flush()
    const { ino, size } = await this.#workingSet.call(this.#handle.stat({ bigint: true }))
    this.#ino = String(ino)
    await this.#close()
    return { ino: this.#ino, bytes: Number(size) }
  }

  // A rename that refuses to replace, which rename(2) cannot: of several writers of one name exactly one gets true.
  async create(names: readonly string[]): Promise<boolean> {
    await makeFolder(this.#workingSet, names.slice(0, -1))
    const path = this.#workingSet.path(...names)
    const linked = link(this.#path, path).then(() => true)
    const created = (await this.#workingSet.call(linked.catch(unless(false, 'EEXIST')))) || (await this.#isAt(names))
    if (created) await syncFolder(this.#workingSet, names.slice(0, -1))
    return created
  }

  async replace(names: readonly string[]): Promise<void> {
    await makeFolder(this.#workingSet, names.slice(0, -1))
    await this.#workingSet.call(rename(this.#path, this.#workingSet.path(...names)))
    this.#renamed = true
    await syncFolder(this.#workingSet, names.slice(0, -1))
  }

  // Never fails and never takes long: the caller has a result or an error to report, and what stays is swept later.
  async discard(): Promise<void> {
    const done = this.#close()
      .then(() => (this.#renamed ? undefined : this.#workingSet.call(unlink(this.#path))))
      .catch(() => undefined) // EFS is gone, or a sweep was first
    await Promise.race([done, setTimeout(1000, undefined, { ref: false })])
  }

  // NFS repeats a request whose answer got lost; the repetition of a link that worked fails with EEXIST (link(2), NOTES).
  async #isAt(names: readonly string[]): Promise<boolean> {
    const file = await findFile(this.#workingSet, names)
    return typeof file === 'object' && file.ino === this.#ino
  }

  async #close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#workingSet.call(this.#handle.close())
  }
}
