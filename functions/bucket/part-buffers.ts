import { partBytes } from './lanes.ts'

const spare: Buffer[] = []

/**
 * A buffer for one part, which threads can share. Returned buffers are used again: the system must first map the memory
 * of a new one page by page, and the memory of an old one is only free after a garbage collection.
 */
export function borrowPartBuffer(): Buffer {
  return spare.pop() ?? Buffer.from(new SharedArrayBuffer(partBytes))
}

/**
 * Returns a buffer for reuse. Nothing may still read or write it: no thread, and no call to a file system that is still
 * running.
 */
export function returnPartBuffer(buffer: Buffer): void {
  spare.push(buffer)
}
