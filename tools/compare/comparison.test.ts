import t from 'tap'
import { numberList, choicesOf } from './choices.ts'
import { placeSentence } from './comparison.ts'
import { plantedComparison } from './comparison-fixture.ts'
import { planText } from './plan-text.ts'
import { assumed } from './assumptions.ts'

const planned = plantedComparison(() => 500, { sizesMib: [10] })
const quickly = { ...planned.choices, quick: true }
const once = planned.deployments.slice(0, 1)

t.test('the sentence about the place says what its times are worth', async t => {
  t.equal(placeSentence(planned), 'Local AWS on one machine, no network: times say nothing about AWS; 3 deployments')
  t.equal(
    placeSentence({ ...planned, simulation: 'S3 is slow', choices: quickly }),
    'Simulation on one machine, 3 deployments, quick run, not for print',
  )
  t.equal(placeSentence({ ...planned, target: 'aws', deployments: once }), 'AWS, us-east-1, one deployment')
})

t.test('the number of samples depends on the place and on whether the run is quick', async t => {
  const options = { seed: 7, memory: 3008 }
  const aws = choicesOf(options, 'aws')
  t.same(aws, {
    quick: false,
    seed: 7,
    stores: ['efs', 's3-vpc', 's3', 's3-memory', 'package'],
    sizesMib: [1, 10, 100, 200, 400, 1000],
    coldSamples: 20,
    warmSamples: 50,
    memoryMb: 3008,
    burst: [10, 25, 50],
    freshnessRounds: 5,
  })
  t.same(choicesOf(options, 'local'), { ...aws, coldSamples: 10, warmSamples: 30, burst: [2, 4, 8] })
  const quick = {
    ...aws,
    quick: true,
    sizesMib: [1, 10],
    coldSamples: 3,
    warmSamples: 10,
    burst: [3],
    freshnessRounds: 1,
  }
  for (const target of ['aws', 'local'] as const) t.same(choicesOf({ ...options, quick: true }, target), quick)
  const chosen = { store: ['s3'], sizes: [5], burst: [2] }
  t.match(choicesOf({ ...options, ...chosen }, 'aws'), { stores: ['s3'], sizesMib: [5], burst: [2] })
})

t.test('a list of numbers has whole numbers above 0, each once', async t => {
  t.same(numberList('1,10,1', '--sizes'), [1, 10])
  for (const text of ['', '0', '1,', '1.5', '-1', 'one', '1;2']) {
    const message = `--sizes takes whole numbers above 0, joined by commas, got '${text}'.`
    t.throws(() => numberList(text, '--sizes'), { message }, text)
  }
})

t.test('the plan has a row for each size, and the source of each assumption', async t => {
  const lines = planText([1, 1000]).split('\n')
  t.equal(lines[0], '# The least time that published limits allow')
  const heads = lines.find(line => line.startsWith('| MiB'))!
  t.equal(
    heads,
    '| MiB | shared file system | S3, in the VPC | S3, outside the VPC | S3 into memory | inside the package |',
  )
  t.equal(lines[lines.indexOf(heads) + 1], '|---|---|---|---|---|---|')
  t.match(lines[lines.indexOf(heads) + 2], /^\| 1 \|( \d+ \|){5}$/)
  t.match(lines[lines.indexOf(heads) + 3], /^\| 1000 \|( \d+ \|){4} too large \|$/)
  const start = lines.find(line => line.startsWith('- startMs'))
  t.equal(
    start,
    '- startMs = 448 ms: median cold start of a small function, as its caller sees it; Node.js and ONNX Runtime are not in it. ' +
      'Source: Ustiugov, Amariucai, Grot: STeLLAR, IISWC 2021 (github.com/vhive-serverless/STeLLAR), 2021.',
  )
  t.equal(lines.filter(line => /^- \w+ = /.test(line)).length, 9)
  t.equal(assumed('efsReadMs'), 5.2)
  t.throws(() => assumed('nothing'), { message: 'Nothing is assumed of nothing.' })
})
