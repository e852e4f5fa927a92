import { readFile } from 'node:fs/promises'
import t from 'tap'
import { costOf } from './cost.ts'
import { costMarkdown } from './cost-markdown.ts'
import { costText } from './cost-text.ts'
import type { Estimate } from './estimate.ts'
import { priceOf, readPriceTable } from './price-table.ts'
import { burst } from '../verify/claims/stored-once.ts'
import { claimedSize } from '../verify/claims/seeded-model.ts'
import { size } from './run-usage.ts'
import { sampleBundle } from './sample-bundle-fixture.ts'
import { verificationUsage } from './verification-usage.ts'

function line(estimate: Estimate, priceId: string) {
  return lines(estimate, priceId)[0]!
}

function lines(estimate: Estimate, priceId: string) {
  return estimate.lines.filter(line => line.priceId === priceId)
}

t.test('the cost of a run follows from the usage in its records', async t => {
  const { run } = await costOf({ bundle: await sampleBundle(t.testdir()), run: { hours: 73, margin: 1 } })
  t.equal(line(run, 'lambda-requests').quantity, 3)
  // The Producer with 2 GB copies and the Consumer with 1 GB loads, both at 32 MiB/s.
  const verification = 2 * ((64 + 1024 + 1024 + 32) / 32) + (7 * 32) / 32
  t.equal(line(run, 'lambda-gb-seconds-x86_64').quantity, 1 + 1 + 2 * 3 + verification)
  t.equal(line(run, 'api-gateway-requests').quantity, 2, 'the S3 event did not come through the API')
  t.equal(
    line(run, 'efs-storage').quantity.toFixed(9),
    ((1 + 1 + 64 / 1024 + 32 / 1024) / 10).toFixed(9),
    'a tenth of a month',
  )
  t.equal(line(run, 'efs-write').quantity, 1 + (2 * 40 * 1024) / 1024 ** 3)
  t.equal(
    line(run, 'efs-read').quantity,
    (1024 ** 2 + 2 * (4096 + 40 * 1024)) / 1024 ** 3,
    'the model once, as one was cold',
  )
  t.equal(line(run, 's3-put').quantity, 3 + 3 + (1 + 1) + (2 + 2) + (4 + 2 + 4 + 1 + 10 + 11) + 9)
  t.equal(line(run, 's3-get').quantity, 3 + 3 + 2 * 1 + 7, 'the object of the event is one of the copied ones')
})

t.test('a margin multiplies the usage of calls, not that of a deployment', async t => {
  const { run } = await costOf({ bundle: await sampleBundle(t.testdir()), run: { margin: 3 } })
  t.equal(line(run, 'lambda-requests').quantity, 9)
  t.equal(line(run, 's3-put').quantity, 3 + 3 + 3 * (1 + 1) + (2 + 2) + 32 + 9)
  t.equal(line(run, 'efs-write').quantity, 1 + (3 * 2 * 40 * 1024) / 1024 ** 3, 'the objects were ingested once')
})

t.test('the verification has lines of its own, with the sizes that the example’s criteria observed', async t => {
  const { run, measured } = await costOf()
  t.equal(measured.report.quick, false)
  const verified = verificationUsage(measured.report)
  const gib = 1024 ** 3
  const { watchedBytes, wholeBytes, claimedBytes } = verified
  t.equal(lines(run, 'efs-write')[1]!.quantity, (watchedBytes + wholeBytes + claimedBytes) / gib)
  t.equal(lines(run, 'efs-read')[1]!.quantity, (wholeBytes + verified.claimedReads * claimedBytes) / gib)
  const verdicts = JSON.parse(
    await readFile(new URL('../../evidence/example/requirements.json', import.meta.url), 'utf8'),
  ) as { id: string; evidence: string }[]
  const observed = (id: string) => verdicts.find(verdict => verdict.id === id)!.evidence
  t.match(observed('2.5'), `at first sight ${verified.watchedBytes} bytes`)
  t.match(observed('2.6'), `: ${verified.wholeBytes} bytes, SHA-256`)
  t.ok(verificationUsage({ quick: true }).watchedBytes < verified.watchedBytes)
  for (const quick of [true, false]) {
    const usage = verificationUsage({ quick })
    t.equal(usage.claimedBytes, claimedSize({ quick, claimedBytes: undefined }))
    t.equal(usage.claimedReads, 1 + burst + 1 + 1)
    const refusedBytes = usage.wholeBytes + 1
    t.equal(
      usage.bucketBytes,
      usage.watchedBytes + usage.claimedBytes + 128 * 1024 ** 2 + usage.wholeBytes + refusedBytes,
    )
  }
})

t.test('the numbers in the sentences of the page are computed from the prices', async t => {
  const cost = await costOf()
  const changed = {
    'efs-storage': 0.46,
    's3-storage': 0.023,
    'lambda-gb-seconds-arm64': 0.5,
    'lambda-gb-seconds-x86_64': 1,
  }
  const prices = cost.prices.prices.map(price => ({
    ...price,
    usd: changed[price.id as keyof typeof changed] ?? price.usd,
  }))
  const page = costMarkdown({ ...cost, prices: { ...cost.prices, prices } })
  t.match(page, 'about $0.46 a GB and month on EFS')
  t.match(page, 'costs 20 times what it costs in S3')
  t.match(page, 'a GB-second of Lambda costs 50 % less')
})

t.test('a month costs the storage, and each call at the mean of the run', async t => {
  const month = {
    efsGb: 2,
    s3Gb: 4,
    predictionsPerDay: 10,
    coldPercent: 50,
    ingestsPerDay: 1,
    ingestMb: 1024,
    logDays: 15,
  }
  const cost = await costOf({ bundle: await sampleBundle(t.testdir()), month })
  t.equal(line(cost.month, 'efs-storage').usd, 0.6)
  t.equal(line(cost.month, 's3-storage').usd, 4 * 0.023)
  t.equal(line(cost.month, 'lambda-requests').quantity, 330)
  t.equal(line(cost.month, 'lambda-gb-seconds-x86_64').quantity, 150 * 1 + 150 * 1 + 30 * 6)
  t.equal(line(cost.month, 'efs-write').quantity, 30 + (300 * 40 * 1024) / 1024 ** 3)
  t.equal(cost.idleMonth.usd, 0.6 + 4 * 0.023, 'unused, only the storage costs')
})

t.test('every price has a source, and a price without a confirming page is named', async t => {
  const prices = readPriceTable()
  for (const price of prices.prices) {
    t.match(price.source, /^https:\/\/aws\.amazon\.com\//, `${price.id} has AWS's page`)
    t.equal(price.readAt === null, price.confirmedBy === 'unconfirmed', `${price.id} was read where it says`)
    t.ok(price.dated)
  }
  t.equal(priceOf(prices, 'lambda-requests').usd, 0.0000002, 'as quoted: 0.20 a million')
  const cost = await costOf({ bundle: await sampleBundle(t.testdir()) })
  t.notMatch(costText(cost), 'Unconfirmed')
  const doubtful = { ...priceOf(prices, 's3-get'), readAt: null, confirmedBy: 'unconfirmed' as const }
  const others = prices.prices.filter(({ id }) => id !== doubtful.id)
  const doubted = { ...cost, prices: { ...prices, prices: [...others, doubtful] } }
  t.match(costText(doubted), /Unconfirmed prices.*: s3-get$/)
  t.match(costMarkdown(doubted), /\$0\.0004 per 1,000 requests.*\*\*unconfirmed\*\*/)
})

t.test('a run lasts two hours and is counted twice, and a month has its defaults', async t => {
  const { assumptions } = await costOf({ bundle: await sampleBundle(t.testdir()) })
  t.same(assumptions.run, { hours: 2, margin: 2 })
  t.same(assumptions.month, {
    efsGb: 1,
    s3Gb: 1,
    predictionsPerDay: 1000,
    coldPercent: 5,
    ingestsPerDay: 10,
    ingestMb: 10,
    logDays: 14,
  })
})

t.test('sizes have the largest unit of which there is one', async t => {
  const sizes = [0, 1, 1023, 1024, 1536, 1024 ** 2, 1024 ** 3, 1024 ** 4, 2048 * 1024 ** 4]
  t.same(sizes.map(size), [
    '0 bytes',
    '1 bytes',
    '1023 bytes',
    '1.0 KiB',
    '1.5 KiB',
    '1.0 MiB',
    '1.0 GiB',
    '1.0 TiB',
    '2048.0 TiB',
  ])
})
