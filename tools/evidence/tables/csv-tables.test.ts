import t from 'tap'
import { exampleRun, hostileRun } from '../example-run-fixture.ts'
import { csvTables } from './csv-tables.ts'
import { fewestSamples, type UpperQuantile } from './shown-quantile.ts'

t.test('every invocation is a row, and its numbers are those of the raw rows', t => {
  const { report, invocations } = exampleRun()
  const rows = parse(csvOf('invocations', report, invocations))
  t.equal(rows.length, invocations.length)
  for (const [index, call] of invocations.entries()) {
    const row = rows[index]!
    t.equal(row['runId'], report.runId)
    t.equal(row['place'], 'local AWS')
    t.equal(Number(row['clientMs']), call.clientMs)
    t.equal(row['initDurationMs'], call.initDurationMs === undefined ? '' : String(call.initDurationMs))
    t.equal(row['kept'], String(call.kept))
    t.equal(row['coldStart'], String(call.coldStart))
    t.equal(row['discardedBecause'], call.discardedBecause ?? '')
    t.equal(Number(row['stage.readMs']), call.stages!['readMs'])
  }
  t.end()
})

t.test('latency.csv has the statistics of the report, unrounded, and no quantile of too few samples', t => {
  const { report, invocations } = exampleRun()
  const rows = parse(csvOf('latency', report, invocations))
  const { coldStart, warm, parallel } = report
  const summaries = [coldStart.clientMs, coldStart.initDurationMs, warm.clientMs, warm.durationMs, parallel.clientMs]
  t.equal(rows.length, summaries.length)
  for (const [index, summary] of summaries.entries()) {
    const { ci95, samples, ...statistics } = summary!
    t.equal(Number(rows[index]!['samples']), samples)
    for (const [name, value] of Object.entries(statistics)) {
      const fewest = fewestSamples[name as UpperQuantile] ?? 0
      t.equal(rows[index]![`${name}Ms`], samples < fewest ? '' : String(value), name)
    }
    t.equal(Number(rows[index]!['p50CiLowMs']), ci95[0])
    t.equal(Number(rows[index]!['p50CiHighMs']), ci95[1])
  }
  t.match(rows[0], { samples: String(coldStart.samples), discarded: String(coldStart.discarded), metric: 'clientMs' })
  t.end()
})

t.test('a reason with separators stays one cell, and no cell is a formula', t => {
  const { report, invocations } = hostileRun()
  const csv = csvOf('invocations', report, invocations)
  const rows = parse(csv)
  t.equal(rows.length, invocations.length)
  t.equal(rows[0]!['discardedBecause'], `'${invocations[0]!.discardedBecause}`)
  t.equal(rows[0]!['place'], 'AWS eu-central-1')
  t.end()
})

t.test('a call without an answer has a row with empty cells', t => {
  const { report, invocations } = exampleRun()
  const { stages: _none, requestId: _no, ...failed } = { ...invocations[0]!, statusCode: 429, kept: false }
  const [row] = parse(csvOf('invocations', report, [failed, ...invocations.slice(1)]))
  t.match(row, { statusCode: '429', requestId: '', 'stage.readMs': '' })
  t.end()
})

function csvOf(name: string, ...run: Parameters<typeof csvTables>): string {
  return csvTables(...run).find(({ path }) => path === `tables/${name}.csv`)!.content as string
}

/** RFC 4180: quoted cells may hold separators, line breaks and doubled quotes. */
function parse(csv: string): Record<string, string>[] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'))
    if (end === '\n') rows.push([])
  }
  const [head, ...body] = rows.filter(cells => cells.length > 1)
  return body.map(cells => Object.fromEntries(head!.map((name, index) => [name, cells[index]!])))
}
