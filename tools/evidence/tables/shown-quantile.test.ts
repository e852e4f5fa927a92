import t from 'tap'
import { summarize } from '../../measure/summary.ts'
import { fewestSamples, shownQuantile } from './shown-quantile.ts'

const samplesOf = (count: number) =>
  summarize(
    Array.from({ length: count }, (_, index) => index),
    1,
  )!

t.test('a quantile is printed from the sample size on at which it has an upper bound of 95 %', t => {
  for (const [name, p] of [
    ['p90', 0.9],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const fewest = fewestSamples[name]
    t.ok(1 - p ** fewest >= 0.95 && 1 - p ** (fewest - 1) < 0.95, `${name} from ${fewest} samples on`)
    t.equal(shownQuantile(samplesOf(fewest), name), samplesOf(fewest)[name])
    t.equal(shownQuantile(samplesOf(fewest - 1), name), null)
  }
  t.end()
})
