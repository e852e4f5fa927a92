import { createHash } from 'node:crypto'

/**
 * Whether a text may be a fileId: the name of a file in inputs/, not a path. Everything that fileIdOf makes may be one.
 * Whether a file has the name, only the file system knows.
 */
export function isFileId(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text)
}

/**
 * fileId = <name>-<first 40 hexadecimal digits of the key's SHA-256>. The name is for people to read; the hash
 * distinguishes keys, also on file systems that ignore case. Anyone can compute it: printf %s "$KEY" | sha256sum | cut
 * -c1-40
 * A key that is itself made of its content's SHA-256 is its own fileId. The two forms cannot collide: after the last
 * hyphen one has 40 digits and the other 64.
 */
export function fileIdOf(key: string): string {
  const name = key.slice(key.indexOf('/') + 1)
  if (/^sha256-[0-9a-f]{64}$/.test(name) && key.startsWith('inputs/')) return name
  return `${readableName(name)}-${sha256(key).slice(0, 40)}`
}

/** The key for data that comes without one. It is made of the content, so the same data sent twice is one file. */
export function keyOfContent(data: Uint8Array): string {
  return `inputs/sha256-${sha256(data)}`
}

// Lower case, no leading dot (hidden) or hyphen (an option to command-line tools), and at most 64 characters, so that
// the whole fileId stays below 128.
function readableName(name: string): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, 64)
    .replace(/[-.]+$/, '')
  return readable || 'file'
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
