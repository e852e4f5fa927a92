import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// As with node --expose-gc, which a test file cannot be started with alone.
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/**
 * The bytes of the buffers that this process still holds on to. Not the resident memory, which also has what the garbage
 * collector has not come to: how much that is depends on the machine and on what else runs on it.
 */
export function liveBufferBytes(): number {
  // A collection gives buffers back in the background; the next one begins when that is done.
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}
