import fs from 'node:fs'
import t from 'tap'
import { createLogger } from './logger.ts'
import { roundMs, Trace } from './trace.ts'

t.test('a duration is rounded to microseconds', t => {
  t.same([0, 1.2344, 1.2346, 1500].map(roundMs), [0, 1.234, 1.235, 1500])
  t.end()
})

t.test('the duration of a request runs from the creation of its trace to the moment of the call', t => {
  let now = 1000
  t.intercept(performance, 'now', { value: () => now })
  const log: Record<string, unknown>[] = []
  const trace = new Trace(createLogger({ write: line => void log.push(JSON.parse(line)) }), 'request-1')
  t.equal(trace.durationMs, 0)
  now = 1012.3456
  t.equal(trace.durationMs, 12.346)
  trace.end('info', 'done')
  t.match(log, [{ message: 'Request ended: done', durationMs: 12.346, timestamp: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ }])
  t.end()
})

t.test('without another destination a line is on standard output when the call returns', t => {
  const { writeSync } = fs
  const lines: string[] = []
  // All other writes go through, the report of this test for one.
  const write = (fd: number, text: string, ...rest: never[]) => {
    if (fd !== 1 || !String(text).includes('request-of-this-test')) return writeSync(fd, text, ...rest)
    lines.push(String(text))
    return Buffer.byteLength(text)
  }
  t.intercept(fs, 'writeSync', { value: write })
  new Trace(createLogger(), 'request-of-this-test').end('info', 'done')
  t.match(
    lines.map(line => JSON.parse(line)),
    [{ level: 'INFO', requestId: 'request-of-this-test' }],
  )
  t.end()
})
