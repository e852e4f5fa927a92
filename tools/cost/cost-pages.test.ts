import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { costMarkdown } from './cost-markdown.ts'
import { costOf } from './cost.ts'
import { costText } from './cost-text.ts'
import { sampleBundle } from './sample-bundle-fixture.ts'

t.test('the page warns of durations of a local run only', async t => {
  const cost = await costOf({ bundle: await sampleBundle(t.testdir()) })
  const page = (target: 'aws' | 'local') =>
    costMarkdown({ ...cost, measured: { ...cost.measured, report: { ...cost.measured.report, target } } })
  const [local, aws] = [page('local'), page('aws')]
  t.match(local, /The GB-seconds of a call, cold starts above all, are those of the local AWS/)
  t.match(local, /The run was made by the local AWS, so its durations/)
  t.notMatch(aws, /local AWS on one machine/)
  t.notMatch(aws, /made by the local AWS/)
})

t.test('the text of the terminal has both costs, the months, and what is free', async t => {
  const cost = await costOf({ bundle: await sampleBundle(t.testdir()) })
  const text = costText(cost)
  const lines = text.split('\n')
  t.match(lines[0], /^Prices of us-east-1, collected 2\d{3}-.*; usage of .*$/)
  t.match(lines[2], /^One demonstration: \$\d.*, and \$\d.* after what every account has free each month$/)
  t.match(lines[3], /^ {2}service +unit +quantity × price = cost +after always free$/)
  t.match(text, /^A month left running, unused: \$/m)
  const { predictionsPerDay, ingestsPerDay } = cost.assumptions.month
  t.match(text, `A month left running, ${predictionsPerDay} predictions and ${ingestsPerDay} ingests a day: $`)
  const free = lines.slice(lines.indexOf('Not charged') + 1)
  t.same(
    free,
    cost.prices.noCharge.map(({ thing, why }) => `  ${thing}: ${why}`),
  )
  const doubtful = cost.prices.prices.slice(0, 2).map(price => ({ ...price, confirmedBy: 'unconfirmed' as const }))
  const doubted = { ...cost, prices: { ...cost.prices, prices: doubtful } }
  t.match(costText(doubted), `: ${doubtful[0]!.id}, ${doubtful[1]!.id}`)
})

t.test('docs/cost.md is the output of the command', async t => {
  const page = fileURLToPath(new URL('../../docs/cost.md', import.meta.url))
  t.equal(await readFile(page, 'utf8'), costMarkdown(await costOf()), 'else: npm run cost -- --write docs/cost.md')
})
