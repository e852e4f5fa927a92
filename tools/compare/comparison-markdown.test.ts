import t from 'tap'
import { comparisonMarkdown } from './comparison-markdown.ts'
import { plantedComparison } from './comparison-fixture.ts'
import { comparisonTables } from './comparison-tables.ts'
import { withDiscards } from './discards.ts'
import type { Findings } from './findings.ts'

const planted = plantedComparison(() => 500, { sizesMib: [10] })
const estimate = (value: number) => ({ value, low: value - 1, high: value + 1 })
const summary = (value: number) => ({ samples: 24, deployments: 3, median: estimate(value), p95: 7, p99: null })
const contrast = {
  ratio: estimate(2),
  difference: estimate(50),
  cliffsDelta: 0.5,
  samples: [24, 23] as [number, number],
}
const cell = (store: string, metric: string, change: object) => ({
  store,
  sizeMib: 10,
  metric,
  requested: 25,
  discarded: {},
  summary: null,
  ...change,
})
const findings = {
  cells: [
    cell('efs', 'coldMs', { summary: summary(500) }),
    cell('s3', 'coldMs', { summary: summary(1000), contrast, discarded: { 'the environment was | warm': 1 } }),
    cell('s3', 'loadMs', { summary: summary(300) }),
    cell('s3', 'warmMs', { summary: summary(9), discarded: { 'the environment was cold': 2 } }),
    cell('s3', 'inferenceMs', { summary: summary(4), discarded: { 'not in the report': 3 } }),
    cell('none', 'coldMs', {}),
  ],
  bursts: [
    {
      store: 's3',
      sizeMib: 10,
      concurrency: 8,
      requested: 8,
      discarded: { 'the environment was warm': 2 },
      summary: summary(700),
      sortedMs: [1, 900.4],
    },
    { store: 'efs', sizeMib: 10, concurrency: 8, requested: 8, discarded: {}, summary: null, sortedMs: [] },
  ],
  freshness: [
    { store: 'efs', environment: 'cold', sizeMib: 10, summary: null, never: 3 },
    { store: 's3', environment: 'warm', sizeMib: 10, summary: summary(80), never: 0 },
  ],
  controls: [{ store: 's3', sizeMib: 10, verdict: 'same', contrast }],
} as unknown as Findings
const costs = [
  { store: 's3', title: 'S3, outside', sizeMib: 10, samples: { cold: 2, warm: 3 }, coldUsd: 0.001, warmUsd: 0.0001 },
]
const crossings = [{ sizeMib: 10, titles: ['a', 'b'] as const, coldShare: 0.0123 }]
const figures = [{ name: 'cost', caption: 'A cost.', svg: '' }]

/** The rows of the first table after this line. */
function rowsAfter(text: string, begin: string): string[] {
  const paragraphs = text.split('\n\n')
  const at = paragraphs.findIndex(paragraph => paragraph.startsWith(begin))
  return paragraphs[at + 1]!.split('\n')
}

t.test('the report has a table for each question, with intervals and the calls that count', async t => {
  const text = comparisonMarkdown(planted, findings, { costs, crossings, figures })
  t.match(
    text,
    /^# Stores of models compared\n\nLocal AWS on one machine, no network: .*; 3 deployments\.\n\nMedians of cold calls /,
  )
  t.same(rowsAfter(text, 'Medians of cold calls'), [
    '| cold call, median ms | 10 MiB |',
    '|---|---|',
    '| shared file system | 500 |',
    '| S3, outside the VPC | 1000 |',
  ])
  t.same(rowsAfter(text, 'Cold call'), [
    '| store | MiB | cold | load of the model | ratio of cold | delta | n |',
    '|---|---|---|---|---|---|---|',
    '| shared file system | 10 | 500 [499, 501] |  |  |  | 24 of 25 |',
    '| S3, outside the VPC | 10 | 1000 [999, 1001] | 300 [299, 301] | 2.00 [1.00, 3.00] | 0.50 | 24 of 25 |',
    '| none | 10 |  |  |  |  | 0 of 25 |',
  ])
  t.same(rowsAfter(text, 'Not measured'), ['(none)'])
  t.match(text, 'the margin is 10 %')
  t.same(rowsAfter(text, 'Negative control').slice(2), [
    '| S3, outside the VPC | 10 | 2.000 [1.000, 3.000] | 24 and 23 | same |',
  ])
  for (const [begin, heads] of [
    ['Negative control', '| store | MiB | ratio | n | verdict |'],
    ['Bursts', '| store | MiB | at once | median | slowest | n |'],
    ['From the upload', '| store | environment | MiB | median | n | never |'],
    ['Cost of 1,000', '| store | MiB | 0 % | 1 % | 10 % | 100 % |'],
  ] as const)
    t.equal(rowsAfter(text, begin)[0], heads)
  t.same(rowsAfter(text, 'Bursts').slice(2), [
    '| S3, outside the VPC | 10 | 8 | 700 [699, 701] | 900 | 2 of 8 |',
    '| shared file system | 10 | 8 |  |  | 0 of 8 |',
  ])
  t.same(rowsAfter(text, 'From the upload').slice(2), [
    '| shared file system | cold | 10 |  | 0 | 3 |',
    '| S3, outside the VPC | warm | 10 | 80 [79, 81] | 24 | 0 |',
  ])
  t.same(rowsAfter(text, 'Cost of 1,000').slice(2), ['| S3, outside | 10 | 0.100 | 0.109 | 0.190 | 1.00 |'])
  t.match(
    text,
    '\n\nWith 10 MiB, a and b cost the same at 1.23 % cold calls.\n\n![A cost.](figures/cost.svg)\n\nA cost.\n\n',
  )
  t.same(rowsAfter(text, 'Discarded'), [
    '| store | MiB | of | reason | calls |',
    '|---|---|---|---|---|',
    '| S3, outside the VPC | 10 | cold | the environment was / warm | 1 |',
    '| S3, outside the VPC | 10 | warm | the environment was cold | 2 |',
    '| S3, outside the VPC | 10 | burst of 8 | the environment was warm | 2 |',
  ])
  t.match(text, /\n\nSeed 1, 3008 MB, 8 cold and 8 warm calls a cell and deployment\.\n\n$/)
})

t.test('the report says that a simulation is one, and which cells a limit forbids', async t => {
  const forbidden = [{ store: 'package', sizeMib: 400, limit: '250 MB' }] as never
  const none = { cells: [], bursts: [], freshness: [], controls: [] }
  const others = { costs: [], crossings: [], figures: [] }
  const text = comparisonMarkdown({ ...planted, simulation: 'S3 is slow', forbidden }, none, others)
  t.match(text, '\n\nSimulation on one machine, 3 deployments.\n\nS3 is slow.\n\nMedians of cold calls')
  t.equal(rowsAfter(text, 'Not measured')[0], '| store | MiB | limit |')
  t.same(rowsAfter(text, 'Not measured').slice(2), ['| inside the package | 400 | 250 MB |'])
})

const tables = (change = {}) =>
  new Map(comparisonTables({ ...planted, ...change }, findings, costs).map(({ name, content }) => [name, content]))
const linesOf = (name: string, change = {}) => tables(change).get(name)!.trimEnd().split('\n')

t.test('each raw row is a line of CSV with its place and its stages', async t => {
  const [first, ...rest] = planted.rows
  const spoilt = withDiscards([{ ...first!, kept: false, discardedBecause: '=status 500' }])
  const [heads, one, ...lines] = linesOf('rows.csv', { rows: [...spoilt, ...rest] })
  t.match(
    heads,
    /^place,deployment,round,order,store,sizeMib,memoryMb,phase,.*,stage\.readMs,stage\.modelLoadMs,stage\.inferenceMs,stage\.writeMs$/,
  )
  t.match(one, `,'=status 500`, 'a spreadsheet reads no formula')
  t.match(one, ',false,')
  t.equal(lines.length, rest.length)
  const fresh = linesOf('freshness.csv')
  t.equal(fresh[0], 'place,deployment,round,store,sizeMib,environment,freshMs,earlierAnswers')
  t.equal(fresh[1]!.slice(fresh[1]!.lastIndexOf('"') + 1), ',0,0,efs,10,cold,,1')
})

t.test('the findings are lines of CSV, unrounded, and empty where there is none', async t => {
  const after = (line: string) => line.slice(line.lastIndexOf('"') + 1)
  const [heads, efs, s3] = linesOf('cells.csv')
  t.equal(
    heads,
    'place,store,sizeMib,metric,requested,discarded,samples,deployments,medianMs,medianLowMs,medianHighMs,p95Ms,p99Ms,' +
      'ratio,ratioLow,ratioHigh,differenceMs,differenceLowMs,differenceHighMs,cliffsDelta',
  )
  t.equal(after(efs!), ',efs,10,coldMs,25,0,24,3,500,499,501,7,,,,,,,,')
  t.equal(after(s3!), ',s3,10,coldMs,25,1,24,3,1000,999,1001,7,,2,1,3,50,49,51,0.5')
  t.equal(after(linesOf('cells.csv').at(-1)!), ',none,10,coldMs,25,0,0,0,,,,,,,,,,,,')
  const [costHeads, cost] = linesOf('costs.csv')
  t.equal(
    costHeads,
    'place,store,title,sizeMib,coldSamples,warmSamples,coldUsd,warmUsd,' +
      'thousandUsdAt0PercentCold,thousandUsdAt1PercentCold,thousandUsdAt10PercentCold,thousandUsdAt100PercentCold',
  )
  t.match(cost, /,s3,"S3, outside",10,2,3,0\.001,0\.0001,0\.1,0\.109\d*,0\.19\d*,1$/)
})

t.test('the table for a paper has the cold calls that were measured', async t => {
  const text = tables().get('cold.tex')!
  t.match(text, 'Cold calls by store and size of the model. Local AWS on one machine')
  t.match(text, 'stores-cold')
  t.match(text, /shared file system\s*& 10\s*& 500 \[499, 501\]\s*&\s*&\s*& 24/)
  t.match(text, /S3, outside the VPC\s*& 10\s*& 1000 \[999, 1001\]\s*& 2\.00 \[1\.00, 3\.00\]\s*& 0\.50\s*& 24/)
  t.notMatch(text, '300 [299')
  t.match(text, 'bootstrap intervals by deployment')
})
