import { readFileSync } from 'node:fs'
import t from 'tap'
import { within } from '../../tools/testing/eventually.ts'
import { watchMemory } from './memory-watch.ts'

const skip = process.platform !== 'linux' && 'only Linux reports the memory'

t.test('the memory of both processes is reported in MB of 1,048,576 bytes', { skip }, async t => {
  const filled = Buffer.alloc(64 * 1024 ** 2, 1) // so that another unit would be more than a MB away
  let heldMb = 0
  const used = new Promise<number>(resolve => {
    // Is called right after the other process's memory is read, which here is this process's.
    const ownBytes = () => {
      const [, kibibytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))!
      heldMb = Number(kibibytes) / 1024
      return 0
    }
    t.teardown(watchMemory({ pid: process.pid, memoryMb: 2, ownBytes }, resolve))
  })
  // The watch alone does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))
  const usedMb = await within('the watch reports the memory', used)
  t.ok(Math.abs(usedMb - heldMb) < 0.5 + heldMb / 100, `${usedMb} MB are reported, ${heldMb} are held`)
  t.equal(filled[0], 1)
})
