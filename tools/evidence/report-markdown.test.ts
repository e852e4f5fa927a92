import { readFileSync } from 'node:fs'
import t from 'tap'
import { exampleRun, failedRun, hostileRun } from './example-run-fixture.ts'
import { resultFigures } from './figures/result-figures.ts'
import { reportMarkdown } from './report-markdown.ts'

t.test('the report shows every figure and every picture of the configuration by its path in the bundle', t => {
  const markdown = reportMarkdown(exampleRun().report)
  const pictures = [...markdown.matchAll(/^!\[[^\]]+\]\(([^)]+)\)$/gm)].map(([, path]) => path)
  t.same(pictures, [
    ...resultFigures.map(({ name }) => `figures/${name}.svg`),
    'efs/access-point.png',
    'lambda/producer.png',
    'lambda/consumer.png',
    's3/outputs.png',
    'cloudformation/stacks.png',
    'cloudformation/stacks-2.png',
  ])
  t.end()
})

t.test('every number in the latency table is the report’s', t => {
  const { report } = exampleRun()
  const { min, p50, max } = report.coldStart.clientMs!
  const row = reportMarkdown(report)
    .split('\n')
    .find(line => line.startsWith('| cold, client |'))!
  const cells = row.split('|').map(cell => cell.trim())
  t.same(
    cells.slice(2, 6),
    [report.coldStart.samples, report.coldStart.discarded, min.toFixed(1), p50.toFixed(1)].map(String),
  )
  t.same(cells.slice(7, 11), ['–', '–', '–', max.toFixed(1)], 'ten calls have no p90, p95 or p99')
  t.end()
})

t.test('the page of a run without a success shows "none" where there is no sample', t => {
  const markdown = reportMarkdown(failedRun().report)
  t.match(markdown, `| cold, init | 0 | 10 |${' none |'.repeat(9)}`)
  t.match(markdown, '0 of 10 calls at once succeeded in 0 environments and read no model')
  t.notMatch(markdown, /NaN|undefined|null|Infinity/)
  t.end()
})

t.test('calls without a metric count as discarded for it', t => {
  const { report } = exampleRun()
  const initDurationMs = { ...report.coldStart.initDurationMs!, samples: 6 }
  const markdown = reportMarkdown({ ...report, coldStart: { ...report.coldStart, initDurationMs } })
  t.match(markdown, '| cold, client | 10 | 0 |')
  t.match(markdown, '| cold, init | 6 | 4 |')
  t.end()
})

t.test('discarded calls are counted by phase and reason', t => {
  const { report } = exampleRun()
  const none = { cold: {}, warm: {}, parallel: {} }
  const page = (discardedBecause?: typeof report.discardedBecause) => reportMarkdown({ ...report, discardedBecause })
  const reason = 'Lambda had made the environment before'
  t.match(
    page({ ...none, cold: { [reason]: 2, 'status 500 a|b': 1 }, warm: { 'warm-up': 3 } }),
    `| cold | ${reason} | 2 |\n| cold | status 500 a\\|b | 1 |\n| warm | warm-up | 3 |\n`,
  )
  t.match(page(none), 'No call was discarded.')
  t.notMatch(page(), /by reason|No call was discarded/, 'an older bundle does not say')
  t.end()
})

t.test('a missing log record is not reported as different bytes', t => {
  const { report } = exampleRun()
  const reportWith = (producerSha256: string | null) =>
    reportMarkdown({ ...report, sharedState: { ...report.sharedState, producerSha256, equal: false } })
  t.match(reportWith(null), '**what the Producer wrote was not found in its log**')
  t.notMatch(reportWith(null), '**different**')
  t.match(reportWith('ff'), '**different**')
  t.end()
})

t.test('a local run says that its times say nothing about AWS, a run on AWS its Region', t => {
  t.match(reportMarkdown(exampleRun().report), 'its times say nothing about AWS')
  const aws = reportMarkdown(hostileRun().report)
  t.match(aws, 'On AWS, Region eu-central-1.')
  t.match(aws, 'ID is replaced by 111122223333')
  t.match(aws, 'quick run')
  t.notMatch(aws, 'local AWS')
  t.end()
})

t.test('report.md of the committed example is the page of its report.json', t => {
  const read = (name: string) => readFileSync(new URL(`../../evidence/example/${name}`, import.meta.url), 'utf8')
  const page = reportMarkdown(JSON.parse(read('report.json')))
  t.equal(read('report.md').slice(0, page.length), page, 'else: make the example again')
  t.end()
})
