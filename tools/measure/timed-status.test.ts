import t from 'tap'
import { timedStatus } from './timed-status.ts'

t.test('the status of a measurement ends with the time that has passed, and can be cleared', t => {
  const lines: string[] = []
  const status = timedStatus(text => lines.push(text), performance.now() - 65_000)
  status('cold start 7 of 100')
  status('')
  t.match(lines, [/^cold start 7 of 100, 1 min \d+ s$/, /^$/])
  t.end()
})
