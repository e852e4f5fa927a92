import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { writeBundle } from '../bundle.ts'
import { exampleRun, failedRun, hostileRun } from '../example-run-fixture.ts'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { medianChange } from './median-change.ts'
import { readBundle, requireComparable } from './read-bundle.ts'

/** The example with every call slower by a factor. */
function slower(factor: number) {
  const { report, invocations } = exampleRun()
  const rows = invocations.map(row => ({ ...row, clientMs: row.clientMs * factor }))
  return { report: { ...report, runId: 'slower' }, invocations: rows }
}

t.test('a planted change is found: twice as slow is a ratio of 2 whose interval does not contain 1', async t => {
  const page = comparisonMarkdown(exampleRun(), slower(2))
  const [, , , , , difference, ratio, delta] = cells(page, 'warm, client')
  const { p50 } = exampleRun().report.warm.clientMs!
  t.match(difference, new RegExp(`^${p50.toFixed(1)} \\[`))
  const [value, low, high] = [...ratio!.matchAll(/[\d.]+/g)].map(Number)
  t.equal(value, 2)
  t.ok(low! > 1.5 && low! < 2 && high! > 2, ratio!)
  t.ok(Number(delta) > 0.4, delta!)
})

t.test('no change is found where there is none', async t => {
  const page = comparisonMarkdown(exampleRun(), slower(1))
  const [, n, medianA, nB, medianB, difference, ratio, delta] = cells(page, 'warm, client')
  t.same([n, medianA, delta], [nB, medianB, '0.00'])
  t.match(difference, /^0\.0 \[-0\.\d, \d\.\d\]$/)
  t.match(ratio, /^1\.00 \[0\.\d+, 1\.\d+\]$/)
})

t.test('Cliff’s delta is 1 where every sample is larger, and the same rows give the same intervals', async t => {
  const change = medianChange([1, 2, 3], [4, 5, 6], 7)
  t.match(change, { cliffsDelta: 1, difference: { value: 3 }, ratio: { value: 2.5 } })
  t.same(medianChange([1, 2, 3], [4, 5, 6], 7), change)
  t.equal(medianChange([4, 5, 6], [1, 2, 3], 7)!.cliffsDelta, -1)
  t.equal(medianChange([1, 2], [1, 2], 7)!.cliffsDelta, 0)
  t.equal(medianChange([], [1], 7), null)
})

t.test('a run without a success has "none" in place of a comparison', async t => {
  const page = comparisonMarkdown(exampleRun(), failedRun())
  t.match(cells(page, 'cold, init').slice(3), ['0', 'none', 'none', 'none', 'none'])
  t.notMatch(page, /NaN|undefined|Infinity/)
})

t.test('a comparison of local runs says so, names what differs, and says what its intervals do not say', async t => {
  const b = slower(1)
  b.report.provenance = { ...b.report.provenance, node: '24.0.0' }
  const page = comparisonMarkdown(exampleRun(), b)
  t.match(page, '**Both were measured on the local AWS: these times say nothing about AWS.**')
  t.match(page, 'these differ: Node.js.')
  t.match(page, 'do not say how two deployments')
})

t.test('a local run and one on AWS are not compared, nor a run with itself', async t => {
  t.throws(() => requireComparable(exampleRun(), hostileRun()), {
    code: 'NOT_COMPARABLE',
    message: /on the local AWS and/,
  })
  t.throws(() => requireComparable(hostileRun(), exampleRun()), { code: 'NOT_COMPARABLE' })
  t.throws(() => requireComparable(exampleRun(), exampleRun()), {
    code: 'NOT_COMPARABLE',
    message: /^Both are the run/,
  })
  t.doesNotThrow(() => requireComparable(exampleRun(), slower(2)))
})

t.test('a bundle that has changed since it was written, or has no rows, is not compared', async t => {
  const root = t.testdir()
  const folder = await writeBundle(root, 'one', [{ path: 'report.json', content: '{}' }])
  await t.rejects(readBundle(folder), { code: 'NOT_A_BUNDLE', message: /has no invocations\.ndjson/ })
  writeFileSync(`${folder}/report.json`, '{ }')
  await t.rejects(readBundle(folder), { code: 'BUNDLE_CHANGED', message: /report\.json has changed/ })
  mkdirSync(`${root}/none`)
  await t.rejects(readBundle(`${root}/none`), { code: 'NOT_A_BUNDLE' })
  const example = new URL('../../../evidence/example/', import.meta.url)
  const { report, invocations } = await readBundle(example.pathname)
  t.same(report, JSON.parse(readFileSync(new URL('report.json', example), 'utf8')))
  t.equal(invocations.length, exampleRun().invocations.length)
})

t.test('the facts and observations of both runs stand beside each other', async t => {
  const a = exampleRun()
  const b = slower(2)
  b.report.quick = !a.report.quick
  b.report.provenance = { ...b.report.provenance, gitCommit: null, dirty: true, region: 'eu-west-1', cpu: 'a | b' }
  Object.assign(a.report, { provenance: { ...a.report.provenance, gitCommit: 'abc', dirty: false } })
  const { s3Event, large } = a.report.ingest
  const { parallel } = a.report
  const page = comparisonMarkdown(a, b)
  t.same(cells(page, 'commit').slice(1), ['abc', 'unknown, changed'])
  t.same(
    cells(page, 'samples').slice(1),
    a.report.quick ? ['a quick run: few', 'a full run'] : ['a full run', 'a quick run: few'],
  )
  t.equal(cells(page, 'client')[2], `${b.report.provenance.platform}, a b`)
  t.equal(cells(page, 'when')[1], a.report.startedAt)
  t.equal(cells(page, 'Node.js')[1], a.report.provenance.node)
  t.match(cells(page, 'where')[1], /, an emulator on one machine$/)
  t.equal(cells(page, 'a model by S3 event, found by a warm /predict (ms)')[1], s3Event.latencyMs.toFixed(0))
  const copied = `${large.bytes / 2 ** 20}, ${large.mebibytesPerSecond.toFixed(0)}`
  t.equal(cells(page, 'a large object copied (MiB, MiB/s)')[1], copied)
  t.equal(
    cells(page, 'calls at once (succeeded, environments, ms in all)')[1],
    `${parallel.succeeded} of ${parallel.concurrency}, ${parallel.environments}, ${parallel.wallMs.toFixed(0)}`,
  )
  t.match(page, 'these differ: Region, client machine, commit, sample sizes.')
  t.match(cells(page, 'warm, client')[2], /^\d+\.\d \[\d+\.\d, \d+\.\d\]$/)
  t.match(comparisonMarkdown(a, slower(1)), /these differ: (commit|nothing that the reports know)\./)
})

t.test('a run on AWS and one on the local AWS are named by what they are, in either order', async t => {
  const named = (target: 'aws' | 'local', runId: string) => {
    const run = exampleRun()
    return { ...run, report: { ...run.report, target, runId } }
  }
  const message = 'l was measured on the local AWS and a on AWS: their times cannot be compared.'
  t.throws(() => requireComparable(named('local', 'l'), named('aws', 'a')), { message, nextStep: /one kind/ })
  t.throws(() => requireComparable(named('aws', 'a'), named('local', 'l')), { message })
  const older = named('aws', 'b')
  older.report.schemaVersion = 0 as never
  t.throws(() => requireComparable(named('aws', 'a'), older), {
    message: /^a has schema \d+ of report\.json and b schema 0\.$/,
  })
  t.notMatch(comparisonMarkdown(named('aws', 'a'), named('aws', 'b')), 'local AWS: these times')
})

function cells(page: string, name: string): string[] {
  const line = page.split('\n').find(line => line.startsWith(`| ${name} |`))!
  return line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())
}
