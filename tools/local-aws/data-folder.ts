import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How the folders of local AWSs are called, in the system's temporary folder and on the shared mounts. */
export const folderName = /^local-aws-\w{6}$/

/** A socket on which the process listens that holds the folder: whoever finds nobody there knows that it is dead. */
export const signOfLife = 'alive'

/** What there is besides the folder itself, as JSON: `ElsewhereRecord`. */
export const elsewhereFile = 'elsewhere.json'

/**
 * Bytes of the longest address of a socket on macOS, which has fewer than Linux (sys/un.h: 104 with the NUL). Node 20 cuts a
 * longer one without an error, and the socket would lie elsewhere.
 */
const longestAddress = 103

export interface ElsewhereRecord {
  /** The folder on a shared file system. */
  readonly efsFolder: string
}

export interface DataFolder {
  /** For everything on disk. */
  readonly path: string
  /** Keeps in mind what lies elsewhere, for the one that cleans up if this process is killed. */
  record(elsewhere: ElsewhereRecord): Promise<void>
  remove(): Promise<void>
}

/**
 * A temporary folder, for its owner only, that a later start removes if this process is killed: leftovers.ts.
 *
 * The sign of life is a socket since nobody has to guess then: a process number may belong to another process, or to one
 * of another container. In a temporary folder with a very long path no socket can be made, and what a kill leaves stays.
 */
export async function makeDataFolder(): Promise<DataFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'local-aws-'))
  const alive = createServer(connection => connection.destroy()).unref()
  const address = join(folder, signOfLife)
  if (Buffer.byteLength(address) <= longestAddress) {
    await new Promise<void>(resolve => {
      alive.once('error', () => resolve())
      alive.listen(address, resolve)
    })
  }
  const path = join(folder, 'data')
  await mkdir(path)
  return {
    path,
    record: elsewhere => writeFile(join(folder, elsewhereFile), JSON.stringify(elsewhere)),
    remove: async () => {
      await rm(path, { recursive: true, force: true })
      if (alive.listening) await new Promise(resolve => alive.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
