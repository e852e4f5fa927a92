import t from 'tap'
import { runCompare } from './run-compare.ts'

const repository = t.testdir({})

const run = (script: string, lines: string[] = []) =>
  runCompare(['-e', script], {
    repository,
    signal: AbortSignal.timeout(60_000),
    report: line => lines.push(line),
  })

t.test('progress is reported line by line, and the table is returned', async t => {
  const lines: string[] = []
  const script = `console.error('Deploy'); console.error('Measure'); console.log('| a table |')`
  t.match(await run(script, lines), { ok: true, output: '| a table |\n' })
  t.same(lines, ['Deploy', 'Measure'])
})

t.test('of a comparison that fails the end of its progress is returned', async t => {
  const script = `for (let i = 1; i <= 30; i += 1) console.error('line ' + i); process.exitCode = 1`
  const { ok, output } = await run(script)
  t.equal(ok, false)
  t.match(output, 'line 30')
  t.notMatch(output, 'line 10\n')
})

t.test('an interrupted comparison is ended', async t => {
  const interruption = new AbortController()
  const running = runCompare(['-e', `console.error('begun'); setInterval(() => {}, 1000)`], {
    repository,
    signal: interruption.signal,
    report: () => interruption.abort(new Error('Interrupted.')),
  })
  await t.rejects(running, { message: 'Interrupted.' })
})
