import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl'

export interface UnzippedEntry {
  readonly name: string
  readonly content: Buffer
  /** Unix permissions. */
  readonly mode: number
  readonly modifiedAt: Date
}

const fromBuffer = promisify<Buffer, Options, ZipFile>(yauzl.fromBuffer)

/** Reads a zip with another program, in its order. For tests only. */
export async function unzip(content: Buffer): Promise<UnzippedEntry[]> {
  const archive = await fromBuffer(content, { lazyEntries: true })
  const open = promisify<Entry, NodeJS.ReadableStream>(archive.openReadStream.bind(archive))
  const entries: UnzippedEntry[] = []
  await new Promise<void>((resolve, reject) => {
    archive.on('error', reject).on('end', resolve)
    archive.on('entry', (entry: Entry) => {
      open(entry)
        .then(stream => buffer(stream))
        .then(content => {
          const mode = (entry.externalFileAttributes >>> 16) & 0o777
          entries.push({ name: entry.fileName, content, mode, modifiedAt: entry.getLastModDate({ timezone: 'UTC' }) })
          archive.readEntry()
        }, reject)
    })
    archive.readEntry()
  })
  return entries
}

export async function unzipInto(folder: string, content: Buffer): Promise<void> {
  for (const entry of await unzip(content)) {
    const path = join(folder, entry.name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, entry.content)
  }
}
