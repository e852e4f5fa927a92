import t from 'tap'
import { runStatistics } from './run-statistics.ts'
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

t.test('a known sample has its order statistics, mean and sample deviation', async t => {
  const summary = summarize([4, 1, 3, 2, 5], 1)
  t.match(summary, { min: 1, p50: 3, max: 5, mean: 3, stddev: 1.581 })
  t.ok(summary!.ci95[0] <= 3 && summary!.ci95[1] >= 3)
})

t.test('quantiles are those of type 7, linear between order statistics', async t => {
  // R: quantile(c(1, 2, 4, 8, 16, 32), c(.5, .9, .95, .99)); (n - 1) p = 2.5, 4.5, 4.75, 4.95.
  t.match(summarize([8, 1, 32, 2, 16, 4], 1), { samples: 6, p50: 6, p90: 24, p95: 28, p99: 31.2 })
})

t.test('no samples give no summary', async t => {
  t.equal(summarize([], 1), null)
  const failed = { kept: false, discardedBecause: 'status 500', statusCode: 500 }
  const invocations = (['cold', 'warm', 'parallel'] as const).map(phase => row(phase, 0, failed))
  t.match(runStatistics({ invocations, concurrency: 1, parallelWallMs: 1 }, 1), {
    coldStart: { samples: 0, discarded: 1, clientMs: null, initDurationMs: null },
    warm: { samples: 0, discarded: 1, clientMs: null, durationMs: null },
    parallel: { succeeded: 0, environments: 0, modelSha256: [], clientMs: null },
  })
})

t.test('each summary states its number of samples, since reports of Lambda can be missing', async t => {
  const invocations = Array.from({ length: 10 }, (_, index) => {
    const { initDurationMs: _missing, ...withoutReport } = row('cold', index)
    return index < 4 ? withoutReport : row('cold', index)
  })
  const { coldStart } = runStatistics({ invocations, concurrency: 0, parallelWallMs: 0 }, 1)
  t.match(coldStart, { samples: 10, clientMs: { samples: 10 }, initDurationMs: { samples: 6, min: 104 } })
})

t.test('the interval is the same for the same seed and shrinks with more samples', async t => {
  const samples = (n: number) => Array.from({ length: n }, (_, index) => (index * 7919) % 101)
  t.same(summarize(samples(50), 7), summarize(samples(50), 7))
  t.not(
    String(summarize(samples(50), 7)!.ci95),
    String(summarize(samples(50), 8)!.ci95),
    'another seed draws other samples',
  )
  const width = (n: number) => {
    const [low, high] = summarize(samples(n), 7)!.ci95
    return high - low
  }
  t.ok(width(800) < width(20))
  t.same(summarize([42], 1)!.ci95, [42, 42])
})

t.test('discarded rows are counted apart and change no figure', async t => {
  const discarded = { kept: false, discardedBecause: 'warm-up', clientMs: 9999 }
  const { warm, coldStart, parallel } = runStatistics(
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

t.test('calls that read different models give different hashes', async t => {
  const invocations = [
    row('cold', 0),
    row('warm', 0),
    row('parallel', 0, { modelSha256: 'aa' }),
    row('parallel', 1, { modelSha256: 'bb' }),
  ]
  const { parallel } = runStatistics({ invocations, concurrency: 2, parallelWallMs: 1 }, 1)
  t.same(parallel.modelSha256, ['aa', 'bb'])
})

t.test('the interval of known samples and a seed is known, since a report is computed again from its rows', async t => {
  t.same(summarize([1, 20, 3, 40, 5, 100, 7.5], 1)!.ci95, [3, 40])
  t.match(summarize([2, 4], 1), { stddev: 1.414, mean: 3, p50: 3, p90: 3.8 })
  t.equal(summarize([7], 1)!.stddev, 0)
})

t.test('each figure is that of its own phase and metric', async t => {
  const invocations = [
    row('cold', 0, { clientMs: 1, durationMs: 2, initDurationMs: 3, logStreamName: 'a' }),
    row('warm', 0, { clientMs: 4, durationMs: 5, initDurationMs: 6, logStreamName: 'b' }),
    row('parallel', 0, { clientMs: 7, durationMs: 8, logStreamName: undefined, modelSha256: undefined }),
  ]
  const { coldStart, warm, parallel } = runStatistics({ invocations, concurrency: 1, parallelWallMs: 9 }, 1)
  t.match(coldStart, { clientMs: { max: 1 }, initDurationMs: { max: 3 } })
  t.match(warm, { clientMs: { max: 4 }, durationMs: { max: 5 } })
  t.match(parallel, { clientMs: { max: 7 }, environments: 0 })
  t.same(parallel.modelSha256, [], 'an answer without a hash has none')
})
