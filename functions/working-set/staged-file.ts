import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { removeRivals, Superseded, stagedName } from './rivals.ts'
import { findFile } from './file-version.ts'
import { makeFolder, makeFolders, stagingFolder, syncFolder } from './folders.ts'
import { sweepStagingFiles } from './sweep.ts'
import { causeOf, unless } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

/**
 * Makes a file appear under its final name complete or not at all: the file is written under .staging/, flushed, and
 * then given that name. Anything that `work` leaves in .staging/ is removed afterwards. `target`: the name for which
 * only one writer at a time may hold a staged file (rivals.ts). `partial`: the name of an unfinished file that this one
 * resumes, if it exists.
 */
export async function withStagedFile<T>(
  workingSet: WorkingSet,
  work: (file: StagedFile) => Promise<T>,
  target?: readonly string[],
  partial?: string,
): Promise<T> {
  const name = stagedName(target)
  const adopted = partial && (await adopt(workingSet, partial, name))
  const handle = adopted || (await openStaged(workingSet, name))
  const file = new StagedFile(workingSet, workingSet.path(stagingFolder, name), handle, target && { name, target })
  try {
    if (adopted) await file.touch()
    await sweepStagingFiles(workingSet, handle)
    return await work(file)
  } finally {
    await file.discard()
  }
}

// If several writers want the unfinished file one of them gets it, because a name can be changed only once.
async function adopt(workingSet: WorkingSet, partial: string, name: string): Promise<FileHandle | undefined> {
  const [from, to] = [workingSet.path(stagingFolder, partial), workingSet.path(stagingFolder, name)]
  await workingSet.call(() => rename(from, to).catch(unless(undefined, 'ENOENT')))
  return workingSet.open([stagingFolder, name], 'r+')
}

async function openStaged(workingSet: WorkingSet, name: string): Promise<FileHandle> {
  if (workingSet.isFirstFile()) await makeFolders(workingSet)
  const handle =
    (await tryOpenStaged(workingSet, name)) ??
    // The folders may have been removed since.
    (await after(makeFolders(workingSet))) ??
    // The folder may exist only in the client's memory.
    (await after(makeFolder(workingSet, [stagingFolder])))
  if (handle) return handle
  throw new Failure('EFS_UNAVAILABLE', `No file can be made in ${workingSet.path(stagingFolder)}.`)

  async function after(making: Promise<void>) {
    await making
    return tryOpenStaged(workingSet, name)
  }
}

async function tryOpenStaged(workingSet: WorkingSet, name: string): Promise<FileHandle | undefined> {
  const path = workingSet.path(stagingFolder, name)
  const opened = () => open(path, 'wx').catch(unless(undefined, 'ENOENT'))
  return workingSet.call<FileHandle | undefined>(opened, late => void removeLate(late))

  // Removes a file that was opened after the deadline, because nobody else knows of it.
  async function removeLate(handle: FileHandle | undefined): Promise<void> {
    if (!handle) return
    await workingSet.release(handle)
    await workingSet.briefly(workingSet.atLast(() => unlink(path)))
  }
}

export class StagedFile {
  readonly #workingSet: WorkingSet
  readonly #path: string
  readonly #handle: FileHandle
  readonly #rivalry: { name: string; target: readonly string[] } | undefined
  #ino = ''
  #closed = false
  #renamed = false

  constructor(
    workingSet: WorkingSet,
    path: string,
    handle: FileHandle,
    rivalry?: { name: string; target: readonly string[] },
  ) {
    this.#rivalry = rivalry
    this.#workingSet = workingSet
    this.#path = path
    this.#handle = handle
  }

  // Resets the age of the file; otherwise the next sweep could remove it as left behind.
  async touch(): Promise<void> {
    await this.#own(() => this.#handle.utimes(new Date(), new Date()))
  }

  async write(data: Uint8Array, position: number): Promise<void> {
    for (let at = 0; at < data.length;) {
      const { bytesWritten } = await this.#own(() => this.#handle.write(data, at, data.length - at, position + at))
      at += bytesWritten
    }
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    return (await this.#own(() => this.#handle.read(buffer, 0, buffer.length, position))).bytesRead
  }

  async size(): Promise<number> {
    return (await this.#own(() => this.#handle.stat())).size
  }

  // On NFS a full disk is reported here at the latest: until then the client may keep what was written (nfs(5), "sync /
  // async").
  async flush(): Promise<void> {
    await this.#own(() => this.#handle.sync())
  }

  // Flushes and closes the file. The result identifies it under any name.
  async seal(): Promise<{ ino: string; bytes: number }> {
    await this.flush()
    const sealed = await this.identify()
    await this.close()
    return sealed
  }

  // Identifies the file under any name, and gives its size so far in bytes.
  async identify(): Promise<{ ino: string; bytes: number }> {
    const { ino, size } = await this.#own(() => this.#handle.stat({ bigint: true }))
    this.#ino = String(ino)
    return { ino: this.#ino, bytes: Number(size) }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#workingSet.call(() => this.#handle.close())
  }

  // Gives the file this name unless the name is taken, which rename(2) cannot do: of several writers of one name
  // exactly one gets true.
  async create(names: readonly string[]): Promise<boolean> {
    await makeFolder(this.#workingSet, names.slice(0, -1))
    const linked = () => link(this.#path, this.#workingSet.path(...names)).then(() => true)
    const created = await this.#unlessRepeated(names, () => linked().catch(unless(false, 'EEXIST')))
    if (created) await syncFolder(this.#workingSet, names.slice(0, -1))
    return created
  }

  // Replaces the file of this name. Throws Superseded if another writer has replaced it meanwhile.
  async replace(names: readonly string[], { flushed = true, isFolderThere = false } = {}): Promise<void> {
    if (!isFolderThere) await makeFolder(this.#workingSet, names.slice(0, -1))
    if (this.#rivalry) await removeRivals(this.#workingSet, this.#rivalry)
    const renamed = () => rename(this.#path, this.#workingSet.path(...names)).then(() => true)
    this.#renamed = await this.#unlessRepeated(names, () => renamed().catch(unless(false, 'ENOENT')))
    if (!this.#renamed && this.#rivalry) throw new Superseded(names)
    if (!this.#renamed) throw new Failure('EFS_UNAVAILABLE', `${this.#path} was removed before it had its name.`)
    if (flushed) await syncFolder(this.#workingSet, names.slice(0, -1))
  }

  // Keeps this many bytes from the beginning, on disk, for the next writer of the same content (partialName).
  async leave(partial: string, bytes: number): Promise<void> {
    await this.#own(() => this.#handle.truncate(bytes))
    await this.flush()
    const path = this.#workingSet.path(stagingFolder, partial)
    await this.#workingSet.call(() => rename(this.#path, path))
  }

  // Never fails and never takes long: a file that stays is swept later.
  async discard(): Promise<void> {
    const closed = this.#closed ? Promise.resolve() : this.#workingSet.atLast(() => this.#handle.close())
    const remove = () => (this.#renamed ? undefined : this.#workingSet.atLast(() => unlink(this.#path)))
    await this.#workingSet.briefly(closed.then(remove, remove))
  }

  // Makes a call on the file itself, which a rival may have removed.
  async #own<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.#workingSet.call(call)
    } catch (error) {
      if (this.#rivalry && causeOf(error) === 'ESTALE') throw new Superseded(this.#rivalry.target)
      throw error
    }
  }

  // NFS repeats a request whose answer was lost, and a server that has restarted meanwhile executes it again. An
  // operation that worked the first time then fails, the link with EEXIST and the rename with ENOENT (link(2) and
  // rename(2), BUGS).
  async #unlessRepeated(names: readonly string[], naming: () => Promise<boolean>): Promise<boolean> {
    if (await this.#workingSet.call(naming)) return true
    const file = await findFile(this.#workingSet, names)
    return typeof file === 'object' && file.ino === this.#ino
  }
}
