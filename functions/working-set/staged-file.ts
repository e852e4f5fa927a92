import { randomUUID } from 'node:crypto'
import { type FileHandle, link, rename, unlink } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { findFile } from './file-version.ts'
import { makeFolder, makeFolders, stagingFolder, syncFolder } from './folders.ts'
import { sweepStagingFiles } from './sweep.ts'
import { unless } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

// A file appears under its final name complete or not at all: it is written under .staging/, flushed, then given that
// name. Whatever `work` leaves in .staging/ is removed after it.
export async function withStagedFile<T>(workingSet: WorkingSet, work: (file: StagedFile) => Promise<T>): Promise<T> {
  const names = [stagingFolder, randomUUID()]
  const handle = await openStaged(workingSet, names)
  const file = new StagedFile(workingSet, workingSet.path(...names), handle)
  try {
    await sweepStagingFiles(workingSet, handle)
    return await work(file)
  } finally {
    await file.discard()
  }
}

async function openStaged(workingSet: WorkingSet, names: readonly string[]): Promise<FileHandle> {
  const first = await workingSet.open(names, 'wx')
  if (first) return first
  await makeFolders(workingSet)
  const second = await workingSet.open(names, 'wx')
  if (second) return second
  throw new Failure('EFS_UNAVAILABLE', `No file can be made in ${workingSet.path(stagingFolder)}.`)
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
    await this.#workingSet.call(() => this.#handle.appendFile(data))
  }

  // On NFS it is here that a full disk shows.
  async flush(): Promise<void> {
    await this.#workingSet.call(() => this.#handle.sync())
  }

  // Flushes and closes. The result identifies this file under whatever name.
  async seal(): Promise<{ ino: string; bytes: number }> {
    await this.flush()
    const { ino, size } = await this.#workingSet.call(() => this.#handle.stat({ bigint: true }))
    this.#ino = String(ino)
    this.#closed = true
    await this.#workingSet.call(() => this.#handle.close())
    return { ino: this.#ino, bytes: Number(size) }
  }

  // A rename that refuses to replace, which rename(2) cannot: of several writers of one name exactly one gets true.
  async create(names: readonly string[]): Promise<boolean> {
    await makeFolder(this.#workingSet, names.slice(0, -1))
    const linked = () => link(this.#path, this.#workingSet.path(...names)).then(() => true)
    const created = await this.#unlessRepeated(names, () => linked().catch(unless(false, 'EEXIST')))
    if (created) await syncFolder(this.#workingSet, names.slice(0, -1))
    return created
  }

  async replace(names: readonly string[]): Promise<void> {
    await makeFolder(this.#workingSet, names.slice(0, -1))
    const renamed = () => rename(this.#path, this.#workingSet.path(...names)).then(() => true)
    this.#renamed = await this.#unlessRepeated(names, () => renamed().catch(unless(false, 'ENOENT')))
    if (!this.#renamed) throw new Failure('EFS_UNAVAILABLE', `${this.#path} was removed before it had its name.`)
    await syncFolder(this.#workingSet, names.slice(0, -1))
  }

  // Never fails and never takes long: what stays is swept later.
  async discard(): Promise<void> {
    const closed = this.#closed ? Promise.resolve() : this.#workingSet.finally(() => this.#handle.close())
    const remove = () => (this.#renamed ? undefined : this.#workingSet.finally(() => unlink(this.#path)))
    await this.#workingSet.briefly(closed.then(remove, remove))
  }

  // NFS repeats a request whose answer got lost, and a server that has started anew meanwhile does it again: what worked
  // the first time then fails, the link with EEXIST and the rename with ENOENT (link(2), NOTES).
  async #unlessRepeated(names: readonly string[], naming: () => Promise<boolean>): Promise<boolean> {
    if (await this.#workingSet.call(naming)) return true
    const file = await findFile(this.#workingSet, names)
    return typeof file === 'object' && file.ino === this.#ino
  }
}
