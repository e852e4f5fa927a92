import { createHash } from 'node:crypto'

// For tests only. Draws from a seed the work that Producers get, and the moments at which they are killed.

/**
 * A moment: this long after the process has begun, or after this many names have appeared or disappeared on the mount
 * since then. Both exist because a copy takes long, and giving it its name is over in a moment.
 */
export interface Moment {
  names: number
  ms: number
}

export interface Work {
  kind: string
  key: string
  content: Buffer
  /** True if the content must be in the bucket; false if the request carries it. */
  isInBucket: boolean
  isEvent: boolean
  /** The body for /ingest; undefined if the work is an event of S3. */
  body?: object
  /** The event that the function receives. */
  event: object
  /** One for each of the processes that do this work at the same time: the moment at which it is killed. */
  moments: Moment[]
  /** Call this for each process: with its duration, or with undefined if it was killed first. */
  took: (ms: number | undefined) => void
}

const mebibyte = 1024 ** 2
const kinds = [
  { kind: 'event about a small model', bytes: 40_000, prefix: 'models/small-', keys: 5, by: 'event' },
  { kind: 'event about a model in parts', bytes: 9 * mebibyte, prefix: 'models/parts-', keys: 2, by: 'event' },
  { kind: 'event about a model in many parts', bytes: 20 * mebibyte, prefix: 'models/large-', keys: 1, by: 'event' },
  { kind: 'copy of a new input', bytes: 100_000, prefix: 'inputs/copied-', keys: 1e9, by: 'key' },
  { kind: 'copy of a new model in parts', bytes: 9 * mebibyte, prefix: 'models/new-', keys: 1e9, by: 'key' },
  { kind: 'data', bytes: 300_000, prefix: 'inputs/data-', keys: 1e9, by: 'data' },
] as const

export function killPlan(seed: number, bucketName: string) {
  const random = randomOf(seed)
  const tookMs = new Map<string, number>()
  let number = 0

  return {
    next(): Work {
      number++
      const { kind, bytes, prefix, keys, by } = kinds[number % kinds.length]!
      const key = `${prefix}${keys > 1000 ? number : Math.floor(random() * keys)}`
      const content = contentOf(bytes + Math.floor(random() * 1000), number)
      const body = by === 'data' ? { key, data: content.toString('base64'), encoding: 'base64' } : { key }
      const s3 = { bucket: { name: bucketName }, object: { key: encodeURIComponent(key) } }
      const event =
        by === 'event'
          ? { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] }
          : { httpMethod: 'POST', resource: '/ingest', body: JSON.stringify(body) }
      const expectedMs = tookMs.get(kind) ?? 200
      return {
        kind,
        key,
        content,
        isInBucket: by !== 'data',
        isEvent: by === 'event',
        body,
        event,
        moments: Array.from({ length: random() < 0.3 ? 3 : 2 }, () =>
          random() < 0.5
            ? { names: 0, ms: random() * expectedMs }
            : { names: 1 + Math.floor(random() * 8), ms: random() < 0.7 ? 0 : random() * 5 },
        ),
        // A process that was killed would have taken longer. One that was not may have found the work done by another.
        took: ms => void tookMs.set(kind, ms === undefined ? expectedMs * 1.1 : (expectedMs + ms) / 2),
      }
    },
  }
}

// Bytes in which no two pieces are alike, and which differ for each version.
function contentOf(bytes: number, version: number): Buffer {
  const content = Buffer.alloc(bytes)
  for (let at = 0; at + 8 <= bytes; at += 1024) {
    content.writeUInt32LE(version, at)
    content.writeUInt32LE(at, at + 4)
  }
  return content
}

// Numbers from 0 to below 1 that depend only on the seed.
function randomOf(seed: number): () => number {
  let drawn = 0
  return () => createHash('sha256').update(`${seed}/${drawn++}`).digest().readUInt32BE() / 2 ** 32
}
