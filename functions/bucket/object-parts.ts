import { setTimeout } from 'node:timers/promises'
import type { Bucket } from './bucket.ts'
import { BrokenBody, type ObjectBody } from './object-body.ts'
import { mayPass } from './s3-failure.ts'
import type { OpenObject, StoredObject } from './stored-object.ts'
import { partBytes } from './lanes.ts'
import { borrowPartBuffer, returnPartBuffer } from './part-buffers.ts'

/** The store sends the whole object in answer to a request for a range. */
export class NoRanges extends Error {}

export interface PartSink {
  /** Writes bytes of the object to their place, in any order. */
  write(data: Uint8Array, position: number): Promise<void>
  /**
   * Takes bytes that have been written, each once and in order. The caller uses the buffer again once they are taken.
   */
  take(data: Uint8Array): Promise<void>
}

const pieceBytes = 1024 ** 2
const attempts = 5
// No attempt at a part begins later than this after the first one. The SDK's own retries within the last
// attempt come on top.
const partPatienceMs = 10_000

export interface PartsOptions {
  /** How many ranges are downloaded at the same time, each into `partBytes` of memory. */
  lanes: number
  /** Ends the download at this time, on the clock of `performance.now()`, with the error that `reason` returns. */
  stop?: { at: number; reason: (takenBytes: number) => Error }
}

/**
 * Downloads an object from byte `from` on, in parts, several at a time. Each part is written while it arrives. It is
 * taken after the parts before it, so the taken bytes are always a beginning of the object, without a gap. A part that
 * breaks off is requested again, from the same object only (ReplacedObject). If the object is open, its body is the first
 * part; otherwise every part is a request of its own, so none waits for another.
 */
export async function downloadParts(
  bucket: Pick<Bucket, 'openRange'>,
  object: (OpenObject | (StoredObject & { body?: never })) & { bytes: number },
  from: number,
  sink: PartSink,
  options: PartsOptions,
): Promise<void> {
  const underWay = new Set<() => void>([() => object.body?.close()])
  let next = from
  let taken = from
  let turn = Promise.resolve()
  let stopped: unknown
  const stop = (reason: unknown) => {
    stopped ??= reason
    for (const end of underWay) end()
  }
  if (from > 0) object.body?.close()
  const end = options.stop
  const timer = end && globalThis.setTimeout(() => stop(end.reason(taken)), Math.max(0, end.at - performance.now()))
  await Promise.all(Array.from({ length: options.lanes }, () => lane().catch(stop)))
  clearTimeout(timer)
  object.body?.close()
  if (stopped) throw stopped

  async function lane(): Promise<void> {
    let buffer: Buffer | undefined
    while (next < object.bytes && !stopped) {
      buffer ??= borrowPartBuffer()
      const begin = next
      next = Math.min(begin + partBytes, object.bytes)
      const part = buffer.subarray(0, next - begin)
      const before = turn
      let done = () => {}
      turn = new Promise(resolve => (done = resolve))
      try {
        await download(part, begin)
        await before
        if (stopped) return
        const taking = sink.take(part)
        taken += part.length
        done()
        await taking
      } catch (error) {
        stop(error) // before the next part has its turn
      } finally {
        done()
      }
    }
    if (buffer && !stopped) returnPartBuffer(buffer)
  }

  async function download(part: Buffer, begin: number): Promise<void> {
    const startedAt = performance.now()
    for (let attempt = 1; ; attempt++) {
      try {
        // The open object already sends the first part.
        if (object.body && begin === 0 && attempt === 1) return await arrive(object.body, part, begin)
        return await downloadRange(part, begin)
      } catch (error) {
        const late = performance.now() - startedAt > partPatienceMs || attempt === attempts
        if (stopped || late || !(error instanceof BrokenBody || mayPass(error))) throw error
        await setTimeout(Math.random() * 100 * 2 ** attempt)
        if (stopped) throw error
      }
    }
  }

  async function downloadRange(part: Buffer, begin: number): Promise<void> {
    const request = new AbortController()
    const end = () => request.abort()
    underWay.add(end)
    try {
      const body = await bucket.openRange(object, begin, part, request.signal)
      if (!body) throw new NoRanges()
      await arrive(body, part, begin)
      await body.end()
    } catch (error) {
      end()
      throw error
    } finally {
      underWay.delete(end)
    }
  }

  async function arrive(body: ObjectBody, part: Buffer, begin: number): Promise<void> {
    let writing = Promise.resolve()
    try {
      for (let at = 0; at < part.length; at += pieceBytes) {
        const piece = part.subarray(at, at + pieceBytes)
        const length = await body.read(piece)
        if (length < piece.length) throw body.broken(`ended after ${begin + at + length} of ${object.bytes} bytes`)
        await writing
        writing = sink.write(piece, begin + at)
        writing.catch(() => undefined) // awaited before the next piece or at the end
      }
    } finally {
      if (body === object.body) body.close()
      await writing // the buffer is used again afterwards
    }
  }
}
