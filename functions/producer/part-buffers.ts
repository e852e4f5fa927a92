import { partBytes } from './copy-limits.ts'

const spare: Buffer[] = []

/**
 * A buffer for one part, which threads can share. Those that were given back are used again: the memory of a new one is
 * touched page by page, and that of an old one is free only when the garbage collector comes by.
 */
export function borrowPartBuffer(): Buffer {
  return spare.pop() ?? Buffer.from(new SharedArrayBuffer(partBytes))
}

/** Nothing may read or write it any more: no thread, and no call to a file system that has not come back. */
export function returnPartBuffer(buffer: Buffer): void {
  spare.push(buffer)
}
