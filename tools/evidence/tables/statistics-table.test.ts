import t from 'tap'
import { exampleRun } from '../example-run-fixture.ts'
import { statisticsTable } from './statistics-table.ts'

t.test('the table has a line for each metric, in columns, and says how many models there were', t => {
  const { report } = exampleRun()
  const lines = statisticsTable(report).split('\n')
  t.match(lines[0], /^\/predict, milliseconds +n +discarded +p50 +95 % of p50 +p95 +p99 +max$/)
  t.equal(lines.length, 8)
  t.equal(new Set(lines.slice(0, 6).map(line => line.length)).size, 1, 'columns are aligned')
  t.match(lines[1], `cold, client`)
  t.match(lines[1], report.coldStart.clientMs!.p50.toFixed(1))
  t.match(lines[7], /^At once: \d+ of \d+ succeeded in \d+ environments, 1 model hash$/)
  const none = { ...report, warm: { ...report.warm, clientMs: null } }
  t.match(statisticsTable(none).split('\n')[3], /^warm, client +0 +\d+ +none +none +none +none +none$/)
  t.end()
})
