import { readFileSync } from 'node:fs'
import t from 'tap'
import { comparisonFigures } from '../comparison-figures.ts'
import { plantedComparison } from '../comparison-fixture.ts'
import { costFindings } from '../cost-findings.ts'
import { findingsOf } from '../findings.ts'
import { coldBySize, expectationFigure } from './cold-by-size.ts'
import { costByShare } from './cost-by-share.ts'
import { distributions } from './distributions.ts'
import { freshnessByStore } from './freshness-by-store.ts'
import { stagesByStore } from './stages-by-store.ts'
import { shortTitle, styleOf } from './store-style.ts'

const comparison = plantedComparison((store, sizeMib) => (500 + sizeMib) * (store === 's3' ? 2 : 1))
const findings = findingsOf(comparison)
const costs = costFindings(comparison)
const place = 'Local AWS on one machine, no network: times say nothing about AWS; 3 deployments'
const stores = ['efs', 's3-vpc', 's3', 's3-memory', 'package']

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!.trim())
/** The corners of each line of this colour, from left to right. */
const linesOf = (svg: string, color: string) =>
  [...svg.matchAll(new RegExp(`<path d="([^"]*)" fill="none"[^>]*stroke="${color}"[^>]*>`, 'g'))].map(([, d]) =>
    [...d!.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const),
  )
const has = (svg: string, ...texts: string[]) => {
  const drawn = textsOf(svg)
  for (const text of texts) t.ok(drawn.includes(text), `${text} is one of ${drawn.join(' | ')}`)
}

t.test('cold calls have a curve for each store, marked sizes, the end of the burst and the limits', async t => {
  const svg = coldBySize(comparison, findings)
  has(svg, 'Cold call by the size of the model', place, '10', '100', '400', 'burst of 300 MiB', 'limit')
  has(svg, 'size of the model (MiB, logarithmic)', 'cold call (ms, logarithmic)', ...stores.map(shortTitle))
  t.equal(textsOf(svg).filter(text => text === 'limit').length, 1)
  for (const store of stores) {
    const sizes = store === 'package' ? 2 : 3
    const curve = linesOf(svg, styleOf(store).color).find(line => line.length === sizes)
    t.ok(curve, `${store} has ${sizes} points`)
    t.same(
      curve,
      [...curve!].sort(([a], [b]) => a - b),
    )
  }
  const small = plantedComparison(() => 500, { sizesMib: [10, 100] })
  const without = textsOf(coldBySize(small, findingsOf(small)))
  t.notOk(without.includes('burst of 300 MiB'), 'no size is near it')
  for (const [sizesMib, marked] of [
    [[10, 200], false],
    [[10, 201], true],
    [[449, 900], true],
    [[450, 900], false],
  ] as const) {
    t.equal(textsOf(expectationFigure(sizesMib)).includes('burst of 300 MiB'), marked, sizesMib.join())
  }
  t.notOk(without.includes('limit'))
})

t.test('the expectation alone has a curve for each store, and says that nothing was measured', async t => {
  const svg = expectationFigure([10, 400])
  has(svg, 'Expected cold call by the size of the model', ...stores.map(shortTitle))
  has(svg, 'Computed from published limits, nothing measured; a lower bound')
})

t.test('the stages of each store have their colours, and the median of the whole', async t => {
  const svg = stagesByStore(comparison, 100)
  has(svg, 'Stages of a cold call with 100 MiB', place, ...stores.map(shortTitle))
  has(svg, 'median of each stage (ms), one after another', 'initialisation', 'read input', 'load model', 'inference')
  const labels = textsOf(svg).filter(text => text.startsWith('median of the whole'))
  t.equal(labels.length, 5)
  for (const label of labels) t.match(label, /^median of the whole \d+ ms, n = 24$/)
  const whole = labels.map(label => Number(/\d+/.exec(label)?.[0]))
  t.same([whole[0], whole[2]], [612, 1224])
  for (const fill of ['#1f4e79', '#dce6f1', '#5b93d0', '#f2d9a6', '#777777', '#c9c9c9']) t.match(svg, `fill="${fill}"`)
})

t.test('a distribution climbs from none of the calls to all, and an empty one is left out', async t => {
  const curves = [
    { store: 'efs', sortedMs: [10, 20, 40, 80] },
    { store: 's3', sortedMs: [] },
  ]
  const svg = distributions('A burst', 'here', { time: 'cold call (ms)', share: 'calls answered (%)' }, curves)
  has(svg, 'A burst', 'here', 'cold call (ms)', 'calls answered (%)', '25', '50', '75', '100')
  has(svg, 'shared file system, n = 4')
  t.notOk(textsOf(svg).some(text => text.startsWith('S3')))
  const heights = linesOf(svg, styleOf('efs').color)
    .find(line => line.length > 4)!
    .map(([, y]) => y)
  t.equal(new Set(heights).size, 5)
  t.same(
    heights,
    [...heights].sort((a, b) => b - a),
    'the curve never falls',
  )
  t.same([heights[0], heights.at(-1)], [296, 70])
})

t.test('freshness has a row for each store and environment with its samples', async t => {
  const svg = freshnessByStore(comparison)
  has(svg, 'From the upload of a new model to the first right answer', place)
  const rows = textsOf(svg).filter(text => text.includes('(n = '))
  t.same(
    rows.sort(),
    stores
      .slice(1)
      .map(store => `${shortTitle(store)}, cold (n = 3)`)
      .sort(),
  )
  t.match(svg, 'height="292"')
  const [row] = comparison.freshness.filter(({ store }) => store === 's3')
  const pair = (...times: (number | null)[]) =>
    freshnessByStore({ ...comparison, freshness: times.map(freshMs => ({ ...row!, freshMs })) })
  const bars = (svg: string) => [...svg.matchAll(/<path d="[^"]*" transform="([^"]*)"[^>]*>/g)].map(([, at]) => at)
  t.same(bars(pair(100, 200, 200, 400)).at(-1), bars(pair(100, 200, 400)).at(-1), 'the middle of four is that of three')
  t.equal(pair(100, null) === pair(100), true, 'a model without a right answer has no point')
  const none = freshnessByStore({ ...comparison, freshness: [] })
  t.match(none, 'height="178"')
})

t.test('the cost has a curve for each charge at one size', async t => {
  const svg = costByShare(comparison, costs, 100)
  has(svg, 'Cost of 1,000 predictions with 100 MiB', place, 'share of cold calls (%, logarithmic)', 'USD, logarithmic')
  has(svg, 'shared file system, elastic', 'shared file system, bursting', '0.1', '1', '10', '100')
  const curve = linesOf(svg, styleOf('package').color).find(line => line.length > 10)!
  t.equal(curve.length, 31)
  t.ok(curve[0]![1] > curve.at(-1)![1], 'cold calls cost more')
  t.notOk(textsOf(costByShare(comparison, costs, 5)).includes('shared file system, elastic'), 'no cost of that size')
})

t.test('each store differs in colour, dashes and symbol, and another one has a style too', async t => {
  for (const member of ['color', 'dash', 'symbol'] as const) {
    t.equal(new Set(stores.map(store => String(styleOf(store)[member]))).size, stores.length, member)
  }
  t.same(styleOf('new'), { color: '#777777', dash: [1, 3], symbol: 'circle' })
  t.same(['efs', 'new'].map(shortTitle), ['shared file system', 'new'])
})

t.test('a comparison has its figures with captions that name the size, and the place', async t => {
  const figures = comparisonFigures(comparison, findings, costs)
  t.same(
    figures.map(({ name }) => name),
    ['cold-by-size', 'stages', 'burst-8', 'freshness', 'cost'],
  )
  for (const { name, caption, svg } of figures) {
    t.ok(caption.endsWith(`${place}.`), name)
    has(svg, place)
  }
  const caption = (name: string) => figures.find(figure => figure.name === name)!.caption
  t.match(caption('stages'), /^Stages of cold calls with 100 MiB; /, 'the largest size that all stores have')
  t.match(caption('burst-8'), /^8 cold environments at once, 100 MiB: /)
  t.match(caption('cost'), /^Cost of 1,000 predictions with 100 MiB /)
})

t.test('the figures of the committed comparison are those of its findings', async t => {
  const read = (name: string) =>
    readFileSync(new URL(`../../../evidence/example/comparison/${name}`, import.meta.url), 'utf8')
  const found = JSON.parse(read('findings.json'))
  for (const { name, svg } of comparisonFigures(JSON.parse(read('comparison.json')), found, found.costs)) {
    t.equal(svg, read(`figures/${name}.svg`), `${name}, else: make the example again`)
  }
})
