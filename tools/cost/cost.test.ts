import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { costOf } from './cost.ts'
import { costMarkdown } from './cost-markdown.ts'
import { costText } from './cost-text.ts'
import type { Estimate } from './estimate.ts'
import { newestExample } from './measured-run.ts'
import { priceOf, readPriceTable } from './price-table.ts'

const mebibyte = 1024 ** 2

/** A bundle with two calls of 1 GB and 1 s each, one of them cold, and one S3 event of 2 GB and 3 s. */
async function bundle(folder: string): Promise<string> {
  const report = (metrics: object) => JSON.stringify({ message: { type: 'platform.report', record: { metrics } } })
  const files = {
    'report.json': {
      runId: 'sample',
      target: 'local',
      provenance: {
        bundles: { producer: { bytes: 10 * mebibyte }, consumer: { bytes: 14 * mebibyte } },
        templates: { a: '' },
      },
      ingest: { created: { bytes: 4096 }, s3Event: { bytes: mebibyte }, large: { bytes: 32 * mebibyte } },
      predict: { body: {} },
    },
    'lambda/consumer.json': { configuration: { Architectures: ['x86_64'] } },
    'invocations.ndjson': '',
    'logs/consumer.ndjson': [
      report({ memorySizeMB: 1024, billedDurationMs: 1000, initDurationMs: 400 }),
      report({ memorySizeMB: 1024, billedDurationMs: 1000 }),
      JSON.stringify({ message: { outcome: 'predicted', stages: { archiveMs: 1 } } }),
    ].join('\n'),
    'logs/producer.ndjson': [
      report({ memorySizeMB: 2048, billedDurationMs: 3000 }),
      JSON.stringify({ message: { outcome: 'created', event: 'ObjectCreated:Put', bytes: 1024 * mebibyte } }),
    ].join('\n'),
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

function line(estimate: Estimate, priceId: string) {
  return estimate.lines.find(line => line.priceId === priceId)!
}

t.test('a run costs what its records say that it used', async t => {
  const { run } = await costOf({ bundle: await bundle(t.testdir()), run: { hours: 73, margin: 1 } })
  t.equal(line(run, 'lambda-requests').quantity, 3)
  t.equal(line(run, 'lambda-gb-seconds-x86_64').quantity, 1 + 1 + 2 * 3)
  t.match(line(run, 'lambda-gb-seconds-x86_64').usd, 8 * 0.0000166667)
  t.equal(line(run, 'api-gateway-requests').quantity, 2, 'the S3 event did not come through the API')
  t.equal(line(run, 'efs-storage').quantity, 0.1, 'one GB for a tenth of a month')
  t.equal(line(run, 'efs-write').quantity, 1 + (2 * 80 * 1024) / 1024 ** 3)
  t.equal(
    line(run, 'efs-read').quantity,
    (mebibyte + 2 * (4096 + 80 * 1024)) / 1024 ** 3,
    'the model once, as one was cold',
  )
  t.equal(line(run, 's3-put').quantity, 3 + 3 + 1 + 2 + 2 + 1 + 9)
})

t.test('a margin multiplies what calls do, not what a deployment does', async t => {
  const { run } = await costOf({ bundle: await bundle(t.testdir()), run: { margin: 3 } })
  t.equal(line(run, 'lambda-requests').quantity, 9)
  t.equal(line(run, 's3-put').quantity, 3 + 3 + 3 * (1 + 2 + 2 + 1) + 9)
})

t.test('a month is the storage, and each call at the mean of the run', async t => {
  const month = {
    efsGb: 2,
    s3Gb: 4,
    predictionsPerDay: 10,
    coldPercent: 50,
    ingestsPerDay: 1,
    ingestMb: 1024,
    logDays: 15,
  }
  const cost = await costOf({ bundle: await bundle(t.testdir()), month })
  t.equal(line(cost.month, 'efs-storage').usd, 0.6)
  t.equal(line(cost.month, 's3-storage').usd, 4 * 0.023)
  t.equal(line(cost.month, 'lambda-requests').quantity, 330)
  t.equal(line(cost.month, 'lambda-gb-seconds-x86_64').quantity, 150 * 1 + 150 * 1 + 30 * 6)
  t.equal(line(cost.month, 'efs-write').quantity, 30 + (300 * 80 * 1024) / 1024 ** 3)
  t.equal(cost.idleMonth.usd, 0.6 + 4 * 0.023, 'unused, nothing but the storage')
})

t.test('every price has a source, and one that no page confirms is named', async t => {
  const prices = readPriceTable()
  for (const price of prices.prices) {
    t.match(price.source, /^https:\/\/aws\.amazon\.com\//, `${price.id} has AWS's page`)
    t.equal(price.readAt === null, price.confirmedBy === 'unconfirmed', `${price.id} was read where it says`)
    t.ok(price.dated)
  }
  t.equal(priceOf(prices, 'lambda-requests').usd, 0.0000002, 'as quoted: 0.20 a million')
  const cost = await costOf({ bundle: await bundle(t.testdir()) })
  t.notMatch(costText(cost), 'Unconfirmed')
  const doubtful = { ...priceOf(prices, 's3-get'), readAt: null, confirmedBy: 'unconfirmed' as const }
  const others = prices.prices.filter(({ id }) => id !== doubtful.id)
  const doubted = { ...cost, prices: { ...prices, prices: [...others, doubtful] } }
  t.match(costText(doubted), /Unconfirmed prices.*: s3-get$/)
  t.match(costMarkdown(doubted), /\$0\.0004 per 1,000 requests.*\*\*unconfirmed\*\*/)
})

t.test('the newest of several example bundles counts, or the folder itself', async t => {
  const folder = t.testdir({
    '20260101T000000Z-local-a': { 'report.json': '' },
    '20261231T000000Z-aws-b': { 'report.json': '' },
  })
  t.match(await newestExample(folder), /20261231T000000Z-aws-b$/)
  await writeFile(join(folder, 'report.json'), '')
  t.equal(await newestExample(folder), folder)
  await t.rejects(newestExample(t.testdir()), { code: 'NO_BUNDLE', nextStep: /npm run demo/ })
})

t.test('docs/cost.md is what the command writes', async t => {
  const page = fileURLToPath(new URL('../../docs/cost.md', import.meta.url))
  t.equal(await readFile(page, 'utf8'), costMarkdown(await costOf()), 'else: npm run cost -- --write docs/cost.md')
})
