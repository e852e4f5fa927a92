import { once } from 'node:events'
import archiver from 'archiver'

export interface ZipEntry {
  /** Relative to the root of the zip, with slashes. */
  readonly name: string
  readonly content: Uint8Array
}

// The first date of DOS time, which zips use. archiver writes it as UTC, so the time zone does not matter.
const date = new Date('1980-01-01T00:00:00Z')
// Readable by everyone: Lambda runs the code as a user who does not own it
// (docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html#nodejs-package-create-no-dependencies).
const mode = 0o644

/**
 * Makes a zip. The same entries give the same bytes, in any order and on any day, under one version of zlib.
 *
 * @param level of compression: 1 is the fastest, 9 the smallest
 */
export async function zip(entries: readonly ZipEntry[], level = 6): Promise<Buffer> {
  const archive = archiver('zip', { zlib: { level } })
  // What reads a stream at its own pace (`toArray`, `buffer` of node:stream/consumers) copies what has gathered meanwhile.
  const chunks: Buffer[] = []
  archive.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = once(archive, 'end')
  // localeCompare would depend on the locale.
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    archive.append(Buffer.from(entry.content.buffer, entry.content.byteOffset, entry.content.byteLength), {
      name: entry.name,
      date,
      mode,
    })
  }
  await archive.finalize()
  await ended
  return Buffer.concat(chunks)
}
