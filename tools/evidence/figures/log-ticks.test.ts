import t from 'tap'
import { logTicks } from './log-ticks.ts'

t.test('ticks are 1, 2 and 5 times powers of ten and cover the values', t => {
  t.same(logTicks(3, 60), [2, 5, 10, 20, 50, 100])
  t.same(logTicks(0.004, 0.01), [0.002, 0.005, 0.01])
  t.same(logTicks(10, 10), [10])
  t.end()
})

t.test('an axis over many decades has powers of ten only', t => {
  t.same(logTicks(0.3, 70_000), [0.1, 1, 10, 100, 1000, 10_000, 100_000])
  t.end()
})
