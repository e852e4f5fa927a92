import t from 'tap'
import { verdictOf } from './mutant-process.ts'

const failed = (found: unknown) =>
  verdictOf({ ok: false, failures: [{ name: 'x.test.ts > adds', diagnostics: { found } }] })

t.test('a failure is a notice, also of a value that has itself in it, and an endless loop a time-out', async t => {
  const circular: Record<string, unknown> = { a: 1 }
  circular.self = circular
  t.equal(failed(circular), 'noticed')
  const message = 'Hit count limit reached (101 out of 100)'
  t.equal(failed({ ...circular, error: { cause: { cause: { cause: { message } } } } }), 'timed out')
  t.equal(verdictOf({ ok: true, failures: [] }), 'passed')
})
