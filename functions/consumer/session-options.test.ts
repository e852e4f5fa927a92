import t from 'tap'
import { sessionOptions } from './session-options.ts'

t.test('a session has one thread for each processor that comes with the memory, and at least one', async t => {
  const threads = [0, 128, 1769, 1770, 3538, 3539, 10_240].map(memory => sessionOptions(memory).intraOpNumThreads)
  t.same(threads, [1, 1, 1, 2, 2, 3, 6])
  const always = { executionProviders: ['cpu'], interOpNumThreads: 1, enableCpuMemArena: false, logSeverityLevel: 4 }
  t.match(sessionOptions(1769), always)
})
