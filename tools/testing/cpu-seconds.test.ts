import { availableParallelism } from 'node:os'
import t from 'tap'
import { cpuSeconds } from './cpu-seconds.ts'

t.test('on Linux the CPU time is at least what Node reports, and elsewhere it is unknown', t => {
  const { user, system } = process.cpuUsage()
  const found = cpuSeconds()
  if (process.platform !== 'linux') t.equal(found, undefined)
  // Each of the four times is cut to a hundredth of a second.
  else t.ok(found! >= (user + system) / 1e6 - 0.04, `${found} s`)
  // Its children take no longer than all processors since it began.
  if (found !== undefined) t.ok(found <= (performance.now() / 1000 + 1) * availableParallelism(), `${found} s`)
  t.end()
})
