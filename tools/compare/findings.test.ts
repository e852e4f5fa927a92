import t from 'tap'
import { plantedComparison } from './comparison-fixture.ts'
import { withDiscards } from './discards.ts'
import { findingsOf } from './findings.ts'

t.test('a store with doubled times is found twice as slow at each size, and an equal store is found equal', t => {
  const comparison = plantedComparison((store, sizeMib) => (500 + sizeMib) * (store === 's3' ? 2 : 1))
  const { cells, controls } = findingsOf(comparison)
  const ratios = (store: string) => cells.filter(cell => cell.store === store && cell.metric === 'coldMs')
  t.equal(ratios('s3').length, 3)
  for (const { contrast } of ratios('s3')) {
    t.ok(contrast!.ratio.low > 1.9 && contrast!.ratio.high < 2.1)
    t.equal(contrast!.cliffsDelta, 1)
  }
  for (const { contrast } of ratios('s3-vpc')) {
    t.ok(contrast!.ratio.low <= 1 && contrast!.ratio.high >= 1)
    t.equal(contrast!.cliffsDelta, 0)
  }
  t.ok(controls.length > 0)
  for (const { verdict } of controls) t.equal(verdict, 'same')
  t.end()
})

t.test('the negative control detects warm inference that differs by store', t => {
  const comparison = plantedComparison(() => 500, { sizesMib: [10] })
  const rows = comparison.rows.map(row =>
    row.store === 'package' && row.phase === 'warm' ? { ...row, stages: { ...row.stages, inferenceMs: 4 } } : row,
  )
  const verdicts = findingsOf({ ...comparison, rows }).controls.map(({ store, verdict }) => `${store} ${verdict}`)
  t.same([...new Set(verdicts)].sort(), ['package differs', 's3 same', 's3-memory same', 's3-vpc same'])
  t.end()
})

t.test('discarded rows are in no figure and are counted by reason', t => {
  const comparison = plantedComparison(() => 500, { sizesMib: [10] })
  const spoilt = comparison.rows.map(row => {
    if (row.store !== 's3' || row.sizeMib !== 10 || row.deployment > 0) return row
    if (row.phase === 'warm') return { ...row, coldStart: true }
    if (row.round === 0) return { ...row, coldStart: false }
    if (row.round === 1) return { ...row, clientMs: 100 } // less than init and run together
    const { initDurationMs: _none, ...without } = row
    return row.round === 2 ? without : row
  })
  const { cells } = findingsOf({ ...comparison, rows: withDiscards(spoilt) })
  const cell = (metric: string) => cells.find(one => one.store === 's3' && one.sizeMib === 10 && one.metric === metric)!
  t.same(cell('coldMs').discarded, {
    'the environment was warm': 1,
    'Lambda had initialised ahead of the call': 1,
    'Lambda reported no initialisation: it was done ahead of the call, or again in it': 1,
  })
  t.match(cell('coldMs'), { requested: 24, summary: { samples: 21 } })
  t.match(cell('warmMs'), { discarded: { 'the environment was cold': 8 }, summary: { samples: 16, deployments: 2 } })
  t.end()
})

t.test('a model that never reached a store is counted, and is in no median', t => {
  const { freshness } = findingsOf(plantedComparison(() => 500, { sizesMib: [10] }))
  t.match(
    freshness.find(({ store }) => store === 'efs'),
    { never: 3, summary: null },
  )
  t.match(
    freshness.find(({ store }) => store === 's3'),
    { never: 0, summary: { samples: 3, median: { value: 500 } } },
  )
  t.end()
})

t.test('a control is the same within a tenth, differs on one side of 1, and is open otherwise', t => {
  const comparison = plantedComparison(() => 500, { sizesMib: [10] })
  const verdict = (factors: readonly number[]) => {
    const two = comparison.rows.filter(({ store, phase }) => /^(efs|package)$/.test(store) && phase !== 'burst')
    const rows = two.map(row =>
      row.phase === 'warm'
        ? { ...row, stages: { inferenceMs: row.store === 'package' ? factors[row.round % factors.length]! : 1 } }
        : row,
    )
    return findingsOf({ ...comparison, rows }).controls.find(({ store }) => store === 'package')!.verdict
  }
  t.equal(verdict([1.1]), 'same')
  t.equal(verdict([1.101]), 'differs')
  t.equal(verdict([0.9]), 'same')
  t.equal(verdict([0.899]), 'differs')
  t.equal(verdict([0.5, 1.5]), 'open')
  t.end()
})

t.test('each burst has its own calls, in ascending order', t => {
  const comparison = plantedComparison(() => 500, { sizesMib: [100] })
  const one = comparison.rows.filter(({ store, phase }) => store === 's3' && phase !== 'warm')
  const rows = one.map(row =>
    row.phase === 'burst' && row.deployment === 0 ? { ...row, concurrency: 4, kept: row.round > 0 } : row,
  )
  const bursts = findingsOf({ ...comparison, rows }).bursts.filter(({ store }) => store === 's3')
  t.same(
    bursts.map(({ concurrency, requested, sortedMs }) => [concurrency, requested, sortedMs.length]),
    [
      [4, 8, 7],
      [8, 16, 16],
    ],
  )
  t.match(bursts[0], { sizeMib: 100, summary: { samples: 7, deployments: 1 } })
  for (const { sortedMs } of bursts)
    t.same(
      sortedMs,
      [...sortedMs].sort((a, b) => a - b),
    )
  t.end()
})
