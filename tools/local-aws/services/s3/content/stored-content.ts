import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { type ChecksumAlgorithm, newDigest } from './digest.ts'

export interface Segment {
  readonly path: string
  readonly size: number
}

/** The first and last byte, both included, as in HTTP ranges. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

const readChunkBytes = 1024 * 1024
const pieceBytes = 256 * 1024

/**
 * The bytes of an object, which never change. It is one file, or one file for each part after a multipart upload, so
 * completing an upload of any size copies nothing.
 *
 * Every user holds a reference. The files are removed with the last reference, so a reader that has begun finishes
 * although the object is overwritten or deleted meanwhile.
 */
export class StoredContent {
  readonly size: number
  readonly segments: readonly Segment[]
  readonly #parts: readonly StoredContent[]
  readonly #digests = new Map<ChecksumAlgorithm, Promise<Uint8Array>>()
  #references = 1

  constructor(segments: readonly Segment[], parts: readonly StoredContent[] = []) {
    this.segments = segments
    this.#parts = parts
    this.size = segments.reduce((sum, segment) => sum + segment.size, 0)
  }

  /** Takes over the references to the parts. Other objects may have the same bytes. */
  static ofParts(parts: readonly StoredContent[]): StoredContent {
    return new StoredContent(
      parts.flatMap(part => part.segments),
      parts,
    )
  }

  /** The digest of all bytes, which are read once for it. */
  digest(algorithm: ChecksumAlgorithm): Promise<Uint8Array> {
    const known = this.#digests.get(algorithm) ?? this.#compute(algorithm)
    this.#digests.set(algorithm, known)
    return known
  }

  async #compute(algorithm: ChecksumAlgorithm): Promise<Uint8Array> {
    const digest = newDigest(algorithm)
    try {
      for await (const chunk of this.read()) digest.update(chunk)
      return await digest.value()
    } catch (error) {
      this.#digests.delete(algorithm)
      throw error
    }
  }

  retain(): this {
    this.#references++
    return this
  }

  release(): void {
    this.#references--
    if (this.#references > 0) return
    if (this.#parts.length > 0) return this.#parts.forEach(part => part.release())
    // Not awaited: nothing refers to these files any more, and closing the account removes their folder anyway.
    for (const { path } of this.segments) void rm(path, { force: true })
  }

  read(range: ByteRange = { first: 0, last: this.size - 1 }): Readable {
    this.retain()
    const pieces = piecesOf(this.segments, range)
    const [only] = pieces
    const stream =
      pieces.length === 1 && only ? createReadStream(only.path, optionsOf(only)) : Readable.from(inTurn(pieces))
    return stream.once('close', () => this.release())
  }

  /** Yields the bytes for a caller that is done with a piece when it asks for the next one: the memory is reused. */
  pieces(range: ByteRange = { first: 0, last: this.size - 1 }): AsyncIterable<Uint8Array> {
    this.retain()
    return this.#pieces(range)
  }

  async *#pieces(range: ByteRange): AsyncGenerator<Uint8Array> {
    try {
      for (const piece of piecesOf(this.segments, range)) yield* readAhead(piece)
    } finally {
      this.release()
    }
  }
}

interface Piece {
  readonly path: string
  readonly start: number
  readonly end: number
}

function optionsOf({ start, end }: Piece) {
  return { start, end, highWaterMark: readChunkBytes }
}

async function* inTurn(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield* createReadStream(piece.path, optionsOf(piece))
}

/** Fills one buffer while the bytes of the other one are used. */
async function* readAhead({ path, start, end }: Piece): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  const size = Math.min(pieceBytes, end + 1 - start)
  const buffers = [Buffer.allocUnsafe(size), Buffer.allocUnsafe(size)]
  const read = async (buffer: Buffer, at: number) => {
    const { bytesRead } = await file.read(buffer, 0, Math.min(size, end + 1 - at), at)
    if (bytesRead === 0) throw new Error(`${path} ends before byte ${end}.`)
    return buffer.subarray(0, bytesRead)
  }
  let reading = read(buffers[0]!, start)
  try {
    for (let at = start, turn = 1; at <= end; turn = 1 - turn) {
      const piece = await reading
      at += piece.length
      if (at <= end) reading = read(buffers[turn]!, at)
      reading.catch(() => undefined) // it is awaited when the next piece is requested, or at the end
      yield piece
    }
  } finally {
    await reading.catch(() => undefined)
    await file.close()
  }
}

function piecesOf(segments: readonly Segment[], { first, last }: ByteRange): Piece[] {
  const pieces: Piece[] = []
  let offset = 0
  for (const { path, size } of segments) {
    const start = Math.max(first - offset, 0)
    const end = Math.min(last - offset, size - 1)
    if (start <= end) pieces.push({ path, start, end })
    offset += size
  }
  return pieces
}
