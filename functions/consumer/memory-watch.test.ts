import { readFileSync } from 'node:fs'
import t from 'tap'
import { within } from '../../tools/testing/eventually.ts'
import { watchMemory } from './memory-watch.ts'

const skip = process.platform !== 'linux' && 'only Linux reports the memory'

t.test('the memory of both processes is reported in MB of 1,048,576 bytes', { skip }, async t => {
  const filled = Buffer.alloc(64 * 1024 ** 2, 1) // so that another unit would be several MB away
  const exceeded = new Promise<{ usedMb: number; expectedMb: number }>(resolve => {
    const ownBytes = () => 100 * 1024 ** 2
    const stop = watchMemory({ pid: process.pid, memoryMb: 2, ownBytes }, usedMb => {
      const [, kibibytes] = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))!
      resolve({ usedMb, expectedMb: 100 + Number(kibibytes) / 1024 })
    })
    t.teardown(stop)
  })
  // The watch alone does not keep a process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => clearInterval(alive))
  const { usedMb, expectedMb } = await within('the watch reports the memory', exceeded)
  t.ok(Math.abs(usedMb - expectedMb) <= 1, `${usedMb} MB are reported, ${expectedMb} are held`)
  t.equal(filled[0], 1)
})
