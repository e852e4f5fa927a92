import t from 'tap'
import { LogLines } from './log-lines.ts'

const timestamp = Date.UTC(2026, 10, 29, 8, 0, 0, 123)
const requestId = '12345678-0000-4000-8000-000000000000'
const event = (functionName: string, message: unknown) => ({
  functionName,
  timestamp,
  message: typeof message === 'string' ? message : JSON.stringify(message),
})
const report = (metrics: object, status = 'success') =>
  event('consumer', { type: 'platform.report', record: { requestId, status, metrics } })
/** Removes the time, which depends on the time zone of the reader. */
const rest = (lines: string[]) => lines.map(line => line.replace(/^\d\d:\d\d:\d\d\.123 {2}/, ''))

t.test('a request is one line, which appears with the report of Lambda', t => {
  const lines = new LogLines()
  t.same(lines.linesOf(event('consumer', { type: 'platform.start', record: { requestId } })), [])
  t.same(lines.linesOf(event('consumer', { requestId, outcome: 'predicted', model: 'digits', durationMs: 52.7 })), [])
  const printed = lines.linesOf(report({ durationMs: 61.569, initDurationMs: 439.877 }))
  t.same(rest(printed), ['consumer  12345678  predicted             61.6 ms  digits  cold, started in 439.9 ms'])
  t.match(printed, [/^\d\d:\d\d:\d\d\.123 /], 'the time has thousandths')
  t.end()
})

t.test('a refused request shows its reason, and each object of one event has its own line', t => {
  const lines = new LogLines()
  lines.linesOf(event('producer', { requestId, outcome: 'created', key: 'models/a' }))
  lines.linesOf(event('producer', { requestId, outcome: 'NOT_FOUND', key: 'models/b', reason: 'No models/b.' }))
  t.same(rest(lines.linesOf({ ...report({ durationMs: 5 }), functionName: 'producer' })), [
    'producer  12345678  created                5.0 ms  models/a',
    'producer  12345678  NOT_FOUND              5.0 ms  models/b  No models/b.',
  ])
  t.end()
})

t.test('a function that Lambda stopped shows the status of its report', t => {
  t.same(rest(new LogLines().linesOf(report({ durationMs: 30_000 }, 'timeout'))), [
    'consumer  12345678  timeout            30000.0 ms',
  ])
  t.end()
})

t.test('other output of a function is shown at once, with its control characters escaped', t => {
  const lines = new LogLines()
  const warning = event('producer', { requestId, level: 'WARN', message: 'The mount \u001b[2J is slow' })
  t.same(rest(lines.linesOf(warning)), ['producer  12345678  WARN The mount \\u001b[2J is slow'])
  t.same(rest(lines.linesOf(event('consumer', 'plain text\n'))), ['consumer            plain text'])
  t.same(lines.linesOf(event('consumer', { type: 'platform.initStart', record: {} })), [])
  t.end()
})

t.test('JSON that is no record, and a record of another type than Lambda’s, are output of the function', t => {
  const lines = new LogLines()
  t.same(rest(lines.linesOf(event('consumer', '3'))), ['consumer            3'])
  t.same(rest(lines.linesOf(event('consumer', 'null'))), ['consumer            null'])
  t.same(rest(lines.linesOf(event('consumer', { type: 'app.start', requestId, level: 'INFO', message: 'm' }))), [
    'consumer  12345678  INFO m',
  ])
  t.same(rest(lines.linesOf(event('consumer', { message: 'm', outcome: 'x' }))), ['consumer            m'])
  lines.linesOf(event('consumer', { requestId, outcome: 'predicted', fileId: 'f' }))
  t.same(rest(lines.linesOf(report({}, 'error'))), ['consumer  12345678  predicted                ? ms  f  error'])
  t.same(rest(lines.linesOf(report({ durationMs: 1 }))), ['consumer  12345678  success                1.0 ms'], 'once')
  t.end()
})

t.test('a line has the local time with thousandths, and a text of several lines keeps them', t => {
  const early = { ...event('producer', 'a\tb\nc\u0085\n'), timestamp: timestamp - 118 }
  const time = new Date(early.timestamp).toTimeString().slice(0, 8)
  t.same(new LogLines().linesOf(early), [`${time}.005  producer            a\\u0009b\nc\\u0085`])
  t.end()
})

t.test('a request that failed after its outcome, and a cold one that Lambda stopped, show both', t => {
  const lines = new LogLines()
  lines.linesOf(event('consumer', { requestId, outcome: 'predicted', model: 'm', key: 'k', fileId: 'f', reason: 'R.' }))
  t.same(rest(lines.linesOf(report({ durationMs: 1, initDurationMs: 2 }, 'timeout'))), [
    'consumer  12345678  predicted              1.0 ms  m  cold, started in 2.0 ms  R.  timeout',
  ])
  lines.linesOf(event('producer', { requestId, outcome: 'created', key: 'k', fileId: 'f' }))
  t.same(rest(lines.linesOf(report({ durationMs: 1 }))), ['consumer  12345678  created                1.0 ms  k'])
  t.same(rest(lines.linesOf(report({ durationMs: 1, initDurationMs: 2 }, 'error'))), [
    'consumer  12345678  error                  1.0 ms  cold, started in 2.0 ms',
  ])
  t.end()
})
