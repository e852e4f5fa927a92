import t from 'tap'
import { figuresOf } from './figures.ts'
import type { Invocation } from './invocation.ts'
import { summarize } from './summary.ts'

const row = (phase: Invocation['phase'], index: number, more: Partial<Invocation> = {}): Invocation => ({
  phase,
  index,
  startedAt: '2026-01-01T00:00:00.000Z',
  statusCode: 200,
  clientMs: 10 + index,
  durationMs: 5 + index,
  ...(phase === 'cold' && { initDurationMs: 100 + index }),
  logStreamName: `stream-${index % 3}`,
  modelSha256: 'aa',
  kept: true,
  ...more,
})

t.test('order statistics, mean and sample deviation of a known sample', async t => {
  const summary = summarize([4, 1, 3, 2, 5], 1)
  t.match(summary, { min: 1, p50: 3, max: 5, mean: 3, stddev: 1.581 })
  t.ok(summary.p90 > 4 && summary.p90 <= 5)
  t.ok(summary.ci95[0] <= 3 && summary.ci95[1] >= 3)
})

t.test('the interval is the same for the same seed and shrinks with more samples', async t => {
  const samples = (n: number) => Array.from({ length: n }, (_, index) => (index * 7919) % 101)
  t.same(summarize(samples(50), 7), summarize(samples(50), 7))
  const width = (n: number) => {
    const [low, high] = summarize(samples(n), 7).ci95
    return high - low
  }
  t.ok(width(800) < width(20))
  t.same(summarize([42], 1).ci95, [42, 42])
  t.throws(() => summarize([], 1), RangeError)
})

t.test('discarded rows are counted and do not count', async t => {
  const discarded = { kept: false, discardedBecause: 'warm-up', clientMs: 9999 }
  const { warm, coldStart, parallel } = figuresOf(
    {
      invocations: [
        ...[0, 1, 2].map(index => row('cold', index)),
        row('cold', 3, discarded),
        row('warm', 0, discarded),
        ...[1, 2, 3, 4].map(index => row('warm', index)),
        ...[0, 1, 2, 3].map(index => row('parallel', index)),
        row('parallel', 4, { kept: false, statusCode: 500 }),
      ],
      concurrency: 5,
      parallelWallMs: 77,
    },
    1,
  )
  t.match(coldStart, { samples: 3, discarded: 1, clientMs: { max: 12 }, initDurationMs: { min: 100, max: 102 } })
  t.match(warm, { samples: 4, discarded: 1, clientMs: { max: 14 }, durationMs: { min: 6 } })
  t.match(parallel, { concurrency: 5, succeeded: 4, environments: 3, modelSha256: ['aa'], wallMs: 77 })
})

t.test('calls that read different models are told apart', async t => {
  const invocations = [
    row('cold', 0),
    row('warm', 0),
    row('parallel', 0, { modelSha256: 'aa' }),
    row('parallel', 1, { modelSha256: 'bb' }),
  ]
  const { parallel } = figuresOf({ invocations, concurrency: 2, parallelWallMs: 1 }, 1)
  t.same(parallel.modelSha256, ['aa', 'bb'])
})
