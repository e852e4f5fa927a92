import fc from 'fast-check'
import t from 'tap'
import { cliffsDelta, contrast, summarizeClusters } from './statistics.ts'

t.test('Cliff’s delta is the share of pairs above minus the share below', t => {
  const samples = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(samples, samples, (first, second) => {
      const signs = first.flatMap(a => second.map(b => Math.sign(a - b)))
      const expected = signs.reduce((sum, sign) => sum + sign, 0) / signs.length
      return Math.abs(cliffsDelta(first, second) - expected) < 1e-9
    }),
    { numRuns: 50 },
  )
  t.end()
})

t.test('a planted factor is found, with an interval around it, and none is found without one', t => {
  const noise = [0.9, 0.95, 1, 1.02, 1.1, 0.97, 1.05, 1, 0.99, 1.01]
  const times = (factor: number) => [1, 1.1, 0.9].map(deployment => noise.map(one => 100 * factor * deployment * one))
  const double = contrast(times(2), times(1), 1)!
  t.ok(Math.abs(double.ratio.value - 2) < 1e-9)
  t.ok(double.ratio.low > 1.7 && double.ratio.low <= 2 && double.ratio.high >= 2 && double.ratio.high < 2.3)
  t.equal(double.cliffsDelta, 1)
  t.ok(double.difference.low > 60 && double.difference.high < 140)
  t.same(double.samples, [30, 30])
  const same = contrast(times(1), times(1), 1)!
  t.ok(same.ratio.low < 1 && same.ratio.high > 1)
  t.equal(same.cliffsDelta, 0)
  t.same(contrast(times(2), times(1), 1), double, 'the same seed gives the same figures')
  t.equal(contrast([], times(1), 1), null)
  t.end()
})

t.test('the interval is wider if deployments differ than their samples alone would make it', t => {
  const near = [100, 101, 99, 100, 100, 102, 98, 100]
  const apart = summarizeClusters([near, near.map(value => value + 50), near.map(value => value + 100)], 1)!
  const pooled = summarizeClusters([[...near, ...near.map(value => value + 50), ...near.map(value => value + 100)]], 1)!
  const width = ({ median }: typeof apart) => median.high - median.low
  t.ok(width(apart) >= width(pooled))
  t.equal(apart.deployments, 3)
  t.match(apart.median, { value: 150, low: 100, high: 200 })
  t.end()
})

t.test('no p95 is given below 59 samples and no p99 below 299', t => {
  const samples = (count: number) => [Array.from({ length: count }, (_, index) => index)]
  for (const [count, p95, p99] of [
    [58, false, false],
    [59, true, false],
    [298, true, false],
    [299, true, true],
  ] as const) {
    const summary = summarizeClusters(samples(count), 1)!
    t.same([summary.p95 !== null, summary.p99 !== null, summary.samples], [p95, p99, count])
  }
  t.equal(summarizeClusters([[], []], 1), null)
  t.end()
})

t.test('a store that was measured in only some of the deployments still has an interval', t => {
  const some = contrast(
    [[], [1, 2, 3]],
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    1,
  )!
  t.ok(some.ratio.low <= 1 && some.ratio.high >= 1)
  t.end()
})
