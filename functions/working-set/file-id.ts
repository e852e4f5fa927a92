import { createHash } from 'node:crypto'

/**
 * Whether a text may be a fileId: the name of a file in inputs/, and no path. All that fileIdOf makes are; whether a file has
 * the name, the file system knows.
 */
export function isFileId(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text)
}

/**
 * fileId = <name>-<first 40 hexadecimal digits of the key's SHA-256>: the name is there to be read, the hash to tell keys
 * apart, also on file systems that ignore case. Anyone can compute it: printf %s "$KEY" | sha256sum | cut -c1-40
 * A key that is itself made of its content's SHA-256 is its own fileId. The two forms cannot meet: after the last hyphen
 * one has 40 digits and the other 64.
 */
export function fileIdOf(key: string): string {
  const name = key.slice(key.indexOf('/') + 1)
  if (/^sha256-[0-9a-f]{64}$/.test(name) && key.startsWith('inputs/')) return name
  return `${readableName(name)}-${sha256(key).slice(0, 40)}`
}

/** Data that comes without a key is stored under its content, so the same data sent twice is one file. */
export function keyOfContent(data: Uint8Array): string {
  return `inputs/sha256-${sha256(data)}`
}

// Lower case, no leading dot (hidden) or hyphen (an option to command-line tools), 64 characters at most so that the
// whole stays below 128.
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
