import { readFileSync } from 'node:fs'
import t from 'tap'
import { exampleRun, failedRun, hostileRun } from '../example-run-fixture.ts'
import { resultTables } from './result-tables.ts'
import { fewestSamples, type UpperQuantile } from './shown-quantile.ts'

const run = exampleRun()

t.test('a run has three tables for a paper and two raw ones, the same each time', t => {
  const files = resultTables(run.report, run.invocations)
  t.same(
    files.map(({ path }) => path),
    ['latency.tex', 'parallel.tex', 'ingest.tex', 'latency.csv', 'invocations.csv'].map(name => `tables/${name}`),
  )
  t.same(resultTables(run.report, run.invocations), files)
  t.end()
})

t.test('the tables of the committed example are those of its calls', t => {
  for (const { path, content } of resultTables(run.report, run.invocations)) {
    const committed = new URL(`../../../evidence/example/${path}`, import.meta.url)
    t.equal(content, readFileSync(committed, 'utf8'), `${path}, else: make the example again`)
  }
  t.end()
})

t.test('the latency table holds the figures of the report, rounded', t => {
  const tex = table('latency.tex')
  const { coldStart, warm, parallel } = run.report
  const rows = cellsOf(tex)
  t.same(rows[1]!.slice(1), ['n', 'disc.', 'min', 'p50', '95 \\% CI', 'p90', 'p95', 'p99', 'max', 'mean', 'sd'])
  const expected = [
    [coldStart.samples, coldStart.discarded, coldStart.clientMs],
    [coldStart.samples, coldStart.discarded, coldStart.initDurationMs],
    [warm.samples, warm.discarded, warm.clientMs],
    [warm.samples, warm.discarded, warm.durationMs],
    [parallel.succeeded, parallel.concurrency - parallel.succeeded, parallel.clientMs],
  ] as const
  for (const [index, [samples, discarded, summary]] of expected.entries()) {
    const { min, p50, ci95, p90, p95, p99, max, mean, stddev } = summary!
    const [, n, without, low, median, interval, ...rest] = rows[index + 2]!
    t.same([Number(n), Number(without)], [samples, discarded])
    const close = (cell: string | undefined, value: number) =>
      t.ok(Math.abs(Number(cell) - value) <= 0.5, `${cell} is ${value}`)
    close(low, min)
    close(median, p50)
    interval!.split('--').forEach((cell, end) => close(cell, ci95[end]!))
    const enough = (quantile: UpperQuantile) => summary!.samples >= fewestSamples[quantile]
    const shown = [enough('p90') && p90, enough('p95') && p95, enough('p99') && p99, max, mean, stddev]
    for (const [column, value] of shown.entries()) {
      if (value === false) t.equal(rest[column], '--')
      else close(rest[column], value)
    }
  }
  t.match(tex, `seed ${run.report.provenance.seed}`)
  t.end()
})

t.test('the parallel and ingest tables hold the figures of the report, rounded', t => {
  const { parallel, ingest } = run.report
  const calls = Object.fromEntries(cellsOf(table('parallel.tex')))
  t.match(calls, {
    calls: String(parallel.concurrency),
    succeeded: String(parallel.succeeded),
    discarded: String(parallel.concurrency - parallel.succeeded),
    environments: String(parallel.environments),
    models: String(parallel.modelSha256.length),
    'wall (ms)': parallel.wallMs.toFixed(0),
  })
  t.match(table('parallel.tex').replaceAll('\\allowbreak{}', ''), parallel.modelSha256[0])
  const s3Event = { ...ingest.s3Event, producerLogMs: 61 }
  const ingested = { ...run, report: { ...run.report, ingest: { ...ingest, s3Event } } }
  const rows = Object.fromEntries(cellsOf(table('ingest.tex', ingested)).map(([name, ...cells]) => [name, cells]))
  const { latencyMs } = ingest.s3Event
  t.same(rows['time (ms)']!.slice(0, 2), [latencyMs.toFixed(latencyMs < 100 ? 1 : 0), '61.0'])
  t.equal(rows['size (MiB)']![2], (ingest.large.bytes / 2 ** 20).toFixed(1))
  t.same(rows['memory (MiB)'], ['--', '--', String(ingest.large.maxMemoryMiB)])
  t.end()
})

t.test('every table for a paper says where it was measured, and which run', t => {
  for (const name of ['latency', 'parallel', 'ingest']) {
    const local = table(`${name}.tex`)
    t.match(local, /\\caption\{.*local AWS.*say nothing about AWS\.\}/)
    t.match(local, `\\label{tab:${name}-local}`)
    t.match(local, `Run ${run.report.runId}.`)
    const aws = table(`${name}.tex`, hostileRun())
    t.match(aws, /\\caption\{.*Measured on AWS, Region eu-central-1\. A quick run.*\}/)
    t.match(aws, `\\label{tab:${name}-aws}`)
    t.notMatch(aws, 'local AWS')
  }
  t.end()
})

t.test('the tables of a run without a success show "none" where there is no sample', t => {
  const { report, invocations } = failedRun()
  const latency = cellsOf(table('latency.tex', { report, invocations }))
  t.same(latency[2], ['cold, client', '0', '10', ...Array<string>(9).fill('none')])
  const calls = Object.fromEntries(cellsOf(table('parallel.tex', { report, invocations })))
  t.match(calls, { 'p50 (ms)': 'none', 'max (ms)': 'none' })
  const [head, cold] = table('latency.csv', { report, invocations }).split('\n')
  t.equal(head, table('latency.csv').split('\n')[0], 'the columns of any run')
  t.match(cold, /,cold,clientMs,0,10,{10}$/)
  t.end()
})

t.test('a key with commands of LaTeX in it is printed, not obeyed', t => {
  const tex = table('ingest.tex', hostileRun())
  t.notMatch(tex, '\\input{')
  t.match(tex, '\\textbackslash{}input\\{z\\}')
  t.match(tex, 'a\\_b 100\\% \\$x\\$ \\#1 \\{y\\} \\textasciitilde{} \\textasciicircum{}')
  t.equal(tex.split('{').length, tex.split('}').length, 'braces are in pairs')
  t.end()
})

function table(name: string, { report, invocations } = run): string {
  const { content } = resultTables(report, invocations).find(({ path }) => path === `tables/${name}`)!
  return content as string
}

/** Between \toprule and \bottomrule, one array a row. */
function cellsOf(tex: string): string[][] {
  const body = /\\toprule\n([^]*?)\\bottomrule/.exec(tex)![1]!
  const lines = body.split('\n').filter(line => line.trimEnd().endsWith('\\\\'))
  return lines.map(line =>
    line
      .replace(/\\\\\s*$/, '')
      .split(/(?<!\\)&/)
      .map(cell => cell.trim()),
  )
}
