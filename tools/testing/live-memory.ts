import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Has the effect of node --expose-gc, which cannot be set for a single test file.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/**
 * The bytes of the buffers that this process still references. The resident memory also includes garbage that was not
 * collected yet, which depends on the machine and its other work.
 */
export function liveBufferBytes(): number {
  // A collection frees buffers in the background, and the next collection waits for that.
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}
