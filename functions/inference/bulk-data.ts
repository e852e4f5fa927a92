import type { Bulk } from '../consumer/inference-request.ts'
import { endOfString, isSpace } from './find-bulk.ts'

// Bytes that are parsed at a time.
const sliceBytes = 64 * 1024
const [space, quote, comma, open, close] = [0x20, 0x22, 0x2c, 0x5b, 0x5d]

/**
 * The elements of a large array that is still JSON in a buffer, row by row. As JavaScript values, all of them at once
 * would take five to twenty times their bytes (docs/decisions/0005-inference-process.md), so they are parsed in slices.
 * The array contains no objects.
 */
export class BulkData implements Bulk {
  readonly #bytes: Buffer
  readonly #begin: number
  readonly #end: number

  // The range starts at the opening bracket and ends after the closing one. Inner brackets become spaces.
  constructor(bytes: Buffer, begin: number, end: number) {
    this.#bytes = bytes
    this.#begin = begin
    this.#end = end
  }

  // The number of elements, and the elements in slices; undefined if they are nested, but not as the shape says. The
  // slices throw SyntaxError if the text is not JSON.
  read(shape: readonly number[]): { count: number; slices: () => Generator<unknown[]> } | undefined {
    const layout = this.#flatten(shape)
    return layout && { count: layout.count, slices: () => this.#slices(layout.cuts) }
  }

  *#slices(cuts: readonly number[]): Generator<unknown[]> {
    for (const [index, cut] of cuts.entries()) {
      const begin = index === 0 ? this.#begin + 1 : (cuts[index - 1] as number) + 1
      yield JSON.parse(`[${this.#bytes.toString('utf8', begin, cut)}]`) as unknown[]
    }
  }

  // Checks the inner brackets and removes them, so that only commas separate the elements. The cuts are places of
  // commas, and the end.
  #flatten(shape: readonly number[]): { count: number; cuts: number[] } | undefined {
    const [bytes, last] = [this.#bytes, this.#end - 1]
    const commas: number[] = [0, 0]
    const filled: boolean[] = []
    const cuts: number[] = []
    let [depth, deepest, leafDepth, allCommas, cutAfter] = [1, 1, 0, 0, this.#begin + sliceBytes]
    for (let at = this.#begin + 1; at < last; at++) {
      const byte = bytes[at] as number
      if (byte === comma) {
        commas[depth] = (commas[depth] as number) + 1
        allCommas++
        if (at < cutAfter) continue
        cuts.push(at)
        cutAfter = at + sliceBytes
      } else if (byte === open) {
        filled[depth] = true
        if (++depth > shape.length) return undefined
        deepest = Math.max(deepest, depth)
        ;[commas[depth], filled[depth]] = [0, false]
        bytes[at] = space
      } else if (byte === close) {
        if (sizeOf(depth) !== shape[depth - 1]) return undefined
        depth--
        bytes[at] = space
      } else if (!isSpace(byte)) {
        if (leafDepth !== 0 && leafDepth !== depth) return undefined
        leafDepth = depth
        filled[depth] = true
        if (byte === quote) at = endOfString(bytes, at) - 1
      }
    }
    cuts.push(last)
    if (deepest === 1) return { count: sizeOf(1), cuts }
    const isWhole = deepest === shape.length && (leafDepth === 0 || leafDepth === deepest) && sizeOf(1) === shape[0]
    if (!isWhole) return undefined
    return leafDepth === 0 ? { count: 0, cuts: [] } : { count: allCommas + 1, cuts }

    function sizeOf(level: number): number {
      return filled[level] ? (commas[level] as number) + 1 : 0
    }
  }
}
