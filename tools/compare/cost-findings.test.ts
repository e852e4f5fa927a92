import t from 'tap'
import { plantedComparison } from './comparison-fixture.ts'
import { costFindings, crossings } from './cost-findings.ts'

const comparison = plantedComparison(store => (store === 's3' ? 900 : 500), { sizesMib: [100, 10] })

t.test('each store has a cost at each size, the file system one for each read charge, from small to large', async t => {
  const costs = costFindings(comparison)
  t.same(
    costs.map(({ sizeMib, title }) => `${sizeMib} ${title}`),
    [10, 100].flatMap(size =>
      [
        'shared file system, elastic',
        'shared file system, bursting',
        'S3, in the VPC',
        'S3, outside the VPC',
        'S3 into memory',
        'inside the package',
      ].map(title => `${size} ${title}`),
    ),
  )
  for (const { samples } of costs) t.same(samples, { cold: 24, warm: 24 })
  const usd = (title: string) => costs.find(cost => cost.sizeMib === 10 && cost.title === title)!
  t.ok(usd('S3, outside the VPC').coldUsd > usd('S3, in the VPC').coldUsd)
  t.equal(usd('S3, outside the VPC').warmUsd, usd('S3, in the VPC').warmUsd)
  t.ok(usd('shared file system, elastic').coldUsd > usd('shared file system, bursting').coldUsd)
})

t.test('calls that do not count, or without a billed time, have no cost', async t => {
  const only = (change: (store: string, phase: string) => object) =>
    costFindings({ ...comparison, rows: comparison.rows.map(row => ({ ...row, ...change(row.store, row.phase) })) })
  const stores = (costs: ReturnType<typeof costFindings>) => new Set(costs.map(({ store }) => store))
  t.same(
    stores(only(store => (store === 's3' ? { kept: false } : {}))),
    new Set(['efs', 's3-vpc', 's3-memory', 'package']),
  )
  for (const phase of ['cold', 'warm']) {
    const none = only((store, of) => (store === 'efs' && of === phase ? { billedDurationMs: undefined } : {}))
    t.same(stores(none), new Set(['s3-vpc', 's3', 's3-memory', 'package']), phase)
  }
})

t.test('two costs of one size cross at the share of cold calls at which they are the same', async t => {
  const cost = (title: string, sizeMib: number, coldUsd: number, warmUsd: number) => ({
    ...costFindings(comparison)[0]!,
    title,
    sizeMib,
    coldUsd,
    warmUsd,
  })
  const costs = [cost('a', 10, 1, 3), cost('b', 10, 4, 2), cost('c', 10, 5, 4), cost('d', 100, 4, 2)]
  t.same(crossings(costs), [{ sizeMib: 10, titles: ['a', 'b'], coldShare: 0.25 }])
})
