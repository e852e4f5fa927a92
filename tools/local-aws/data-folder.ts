import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The names of the folders of local AWSs, in the system's temporary folder and on the shared mounts. */
export const folderName = /^local-aws-\w{6}$/

/** The socket on which the owner of the folder listens. If no process listens, the owner is dead. */
export const signOfLife = 'alive'

/** A file that lists everything outside of the folder, as JSON: `ElsewhereRecord`. */
export const elsewhereFile = 'elsewhere.json'

/**
 * The longest address of a socket on macOS, in bytes; Linux allows more (sys/un.h: 104 with the NUL). Node 20 cuts a
 * longer one without an error, and the socket would be in another place.
 */
const longestAddress = 103

export interface ElsewhereRecord {
  /** The folder on a shared file system. */
  readonly efsFolder: string
}

export interface DataFolder {
  /** The folder for everything on disk. */
  readonly path: string
  /** Records what is outside of the folder, for the clean-up after a kill of this process. */
  record(elsewhere: ElsewhereRecord): Promise<void>
  remove(): Promise<void>
}

/**
 * Makes a temporary folder, for its owner only. If this process is killed, a later start removes it: leftovers.ts.
 *
 * The sign of life is a socket, since a process number may belong to another process, or to a process of another
 * container. In a temporary folder with a very long path no socket can be made; then the remains of a killed process
 * are kept.
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
