import t from 'tap'
import { runStatistics } from '../../measure/run-statistics.ts'
import type { Invocation } from '../../measure/invocation.ts'
import { exampleRun, failedRun, hostileRun } from '../example-run-fixture.ts'
import type { Report } from '../report.ts'
import { latexTable } from './latex.ts'
import { resultTables } from './result-tables.ts'
import { hasLatex, overfullBoxes } from './two-column-article-fixture.ts'

t.setTimeout(600_000)

const skip = hasLatex() ? false : 'pdflatex and booktabs are not on this machine (Debian: texlive-latex-recommended)'

t.test('every table fits a two-column article, whatever the run and its names', { skip }, async t => {
  const runs = [exampleRun(), failedRun(), hostileRun(), slowRun(), namedRun()]
  const tables = runs.flatMap(({ report, invocations }) =>
    resultTables(report, invocations).flatMap(({ path, content }) => (path.endsWith('.tex') ? `${content}` : [])),
  )
  t.equal(tables.length, 3 * runs.length)
  const folder = t.testdir()
  for (const paper of ['letterpaper', 'a4paper'] as const) {
    t.same(await overfullBoxes(`${folder}/${paper}`, paper, tables), [], paper)
  }
})

t.test('the compiler finds a table that is wider than its column', { skip }, async t => {
  const columns = Array.from({ length: 12 }, () => 'milliseconds')
  const wide = latexTable({ caption: 'c', label: 'l', width: 'column', columns, rows: [columns], notes: [] })
  t.equal((await overfullBoxes(t.testdir(), 'letterpaper', [wide])).length, 1)
})

t.test('a table of both columns says so in its environment and in its first lines', async t => {
  const table = { caption: 'c', label: 'l', columns: ['a', 'b'], rows: [[1, 2]], notes: [] }
  t.match(latexTable({ ...table, width: 'page' }), /^% .*\n% table\*: .*\n\\begin\{table\*\}[^]*\\end\{table\*\}\n$/)
  t.match(latexTable({ ...table, width: 'column' }), /\n\\begin\{table\}[^]*\\end\{table\}\n$/)
})

/** Every call takes thirty times as long. */
function slowRun(): { report: Report; invocations: Invocation[] } {
  const { report, invocations: rows } = exampleRun()
  const invocations = rows.map(row => ({ ...row, clientMs: row.clientMs * 30 }))
  const { concurrency, wallMs } = report.parallel
  const statistics = runStatistics({ invocations, concurrency, parallelWallMs: wallMs * 30 }, 1)
  const large = { bytes: 2 ** 30, durationMs: 123_456.7, mebibytesPerSecond: 1234.5, maxMemoryMiB: 10_240 }
  const s3Event = { ...report.ingest.s3Event, bytes: 2 ** 30, latencyMs: 123_456.7, producerLogMs: 123_456 }
  return { report: { ...report, ...statistics, ingest: { ...report.ingest, s3Event, large } }, invocations }
}

/** Keys may have letters of any script, and 1,024 bytes without a place to break a line. */
function namedRun(): { report: Report; invocations: Invocation[] } {
  const { report, invocations } = exampleRun()
  const key = `models/日本語-é-𝔘-?\`--||${'x'.repeat(900)}.onnx`
  const s3Event = { ...report.ingest.s3Event, key }
  const modelSha256 = Array.from({ length: 10 }, (_, index) => String(index).repeat(64))
  const parallel = { ...report.parallel, modelSha256 }
  return { report: { ...report, parallel, ingest: { ...report.ingest, s3Event } }, invocations }
}
