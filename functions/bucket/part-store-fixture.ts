import { within } from '../../tools/testing/eventually.ts'
import { partBytes } from './lanes.ts'
import { BrokenBody, type ObjectBody } from './object-body.ts'
import { downloadParts, type PartsOptions } from './object-parts.ts'
import type { OpenObject, StoredObject } from './stored-object.ts'

export type Open = (part: Uint8Array, begin: number, signal: AbortSignal) => Promise<ObjectBody | undefined>

export const key = 'models/m'
const stored = (bytes: number): StoredObject & { bytes: number } => ({
  key,
  etag: '"x"',
  etagIsMd5: false,
  versionId: undefined,
  bytes,
})
export const number = (begin: number) => begin / partBytes + 1

/** A body that holds the number of its part in each byte, and ends after so many bytes. */
export function bodyOf(begin: number, { bytes = Infinity, read = async () => {} } = {}) {
  let rest = bytes
  const calls = { reads: 0, ends: 0, closes: 0 }
  const body: ObjectBody = {
    async read(buffer) {
      calls.reads += 1
      await read()
      const length = Math.min(buffer.length, rest)
      buffer.fill(number(begin), 0, length)
      rest -= length
      return length
    },
    async end() {
      calls.ends += 1
    },
    broken: what => new BrokenBody(key, what),
    close: () => void (calls.closes += 1),
  }
  return { body, calls }
}

/** Downloads an object of so many bytes from a store that answers each request for a part by `open`. */
export function start(bytes: number, open: Open = async (_part, begin) => bodyOf(begin).body) {
  const asked: number[] = []
  const written: [position: number, bytes: number][] = []
  const taken: number[] = []
  const sink = {
    async write(data: Uint8Array, position: number) {
      written.push([position, data.length])
    },
    async take(data: Uint8Array) {
      taken.push(data[0]!)
    },
  }
  const store = {
    openRange: (_object: StoredObject, begin: number, part: Uint8Array, signal?: AbortSignal) => {
      asked.push(number(begin))
      return open(part, begin, signal!)
    },
  }
  const download = (
    options: Partial<PartsOptions> & {
      from?: number
      body?: ObjectBody
      take?: () => Promise<void>
      write?: () => Promise<void>
    } = {},
  ) => {
    const { from = 0, body, take, write, ...parts } = options
    const object = body ? ({ ...stored(bytes), body } as OpenObject & { bytes: number }) : stored(bytes)
    const target = { ...sink, ...(take && { take }), ...(write && { write }) }
    return within('the download ends', downloadParts(store, object, from, target, { lanes: 2, ...parts }))
  }
  return { download, asked, written, taken }
}
