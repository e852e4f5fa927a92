import t from 'tap'
import { readPriceTable } from '../cost/price-table.ts'
import { crossingShare, predictionCost, thousandUsd } from './store-cost.ts'

const prices = readPriceTable()
const call = { sizeMib: 1024, memoryMb: 1024, coldBilledMs: 0, warmBilledMs: 0 }

t.test('a cold read of 1 GiB costs 0.03 USD from EFS with elastic throughput, and 128 GET requests from S3', t => {
  const request = 2e-7
  const efs = predictionCost(prices, { ...call, store: 'efs' })
  t.ok(Math.abs(efs.coldUsd - efs.warmUsd - 0.03) < 1e-9)
  const s3 = predictionCost(prices, { ...call, store: 's3' })
  t.ok(Math.abs(s3.coldUsd - (request + 129 * 4e-7)) < 1e-12)
  t.equal(predictionCost(prices, { ...call, store: 'package' }).coldUsd, request)
  t.equal(predictionCost(prices, { ...call, store: 'efs', reads: 'bursting' }).coldUsd, request)
  t.end()
})

t.test('billed time costs more with more memory', t => {
  const { warmUsd } = predictionCost(prices, { ...call, store: 'package', memoryMb: 2048, warmBilledMs: 500 })
  t.ok(Math.abs(warmUsd - (2e-7 + 1.66667e-5)) < 1e-12)
  t.end()
})

t.test('two stores cross at the share at which both cost the same, or nowhere', t => {
  const [one, other] = [
    { coldUsd: 5, warmUsd: 1 },
    { coldUsd: 3, warmUsd: 2 },
  ]
  const share = crossingShare(one, other)!
  t.ok(Math.abs(thousandUsd(one, share) - thousandUsd(other, share)) < 1e-9)
  t.ok(share > 0 && share < 1)
  t.equal(crossingShare(one, { coldUsd: 6, warmUsd: 2 }), undefined)
  t.end()
})
