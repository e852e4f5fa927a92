import type { Cost } from './cost.ts'
import { totals } from './cost-text.ts'
import { dollars, type Estimate, number } from './estimate.ts'
import { daysPerMonth } from './month-usage.ts'
import { priceOf } from './price-table.ts'
import { size } from './run-usage.ts'
import { strangerSection } from './stranger.ts'
import { verificationUsage } from './verification-usage.ts'

/** Writes docs/cost.md as a whole: every number on the page is computed here. */
export function costMarkdown(cost: Cost): string {
  const { run, month } = cost.assumptions
  const { report, consumer, producer } = cost.measured
  const verified = verificationUsage(report)
  const price = (id: string) => priceOf(cost.prices, id).usd
  return `${[
    '# What it costs',
    '',
    '<!-- Written by `npm run cost -- --write docs/cost.md`; a test compares. Change tools/cost, not this file. -->',
    '',
    `| in ${cost.prices.region}, US dollars | list price | after what every account has free each month |`,
    '|---|---|---|',
    summaryRow('one demonstration on AWS', cost.run),
    summaryRow('a month left running, unused', cost.idleMonth),
    summaryRow(
      `a month left running, ${number(month.predictionsPerDay)} predictions and ${number(month.ingestsPerDay)} ingests a day`,
      cost.month,
    ),
    '',
    `The local AWS costs nothing. \`npm run destroy\` leaves nothing, so afterwards there is no cost. If you`,
    `forget a system, you pay for its storage: about ${dollars(price('efs-storage'))} a GB and month on EFS, and little else.`,
    '',
    'The figures are estimates, not a bill: `npm run cost` computes them from the usage of a run, by its evidence bundle, and',
    'from a table of list prices with their sources ([tools/cost/prices.json](../tools/cost/prices.json)). Taxes, support',
    'plans, discounts and other Regions are not in them. For your own run: `npm run cost -- --run evidence/<runId>`.',
    '',
    '## One demonstration',
    '',
    `Usage of the run ${report.runId} (\`${cost.bundle}\`, target ${report.target}): ${consumer.requests} invocations of the`,
    `Consumer and ${producer.requests} of the Producer, of which ${consumer.coldStarts + producer.coldStarts} started cold.${localNote(cost)}`,
    `Assumed: the system runs for ${number(run.hours)} hours. The usage of calls is multiplied by ${number(run.margin)}, because the`,
    'verification of the criteria uses the system again after the logs of the bundle were read. That verification also copies',
    `${size(verified.watchedBytes)} (criterion 2.5), ${size(verified.wholeBytes)} (2.6) and a model of ${size(verified.claimedBytes)} (the claims) to EFS, reads`,
    `the second back and the model ${verified.claimedReads} times: most of the cost.`,
    '',
    ...table(cost.run),
    '',
    `Together ${totals(cost.run)}.`,
    '',
    '## A month left running',
    '',
    `Assumed: ${number(month.efsGb)} GB kept on EFS and ${number(month.s3Gb)} GB in S3, ${number(month.predictionsPerDay)} predictions a day of which ${number(month.coldPercent)} % start cold,`,
    `${number(month.ingestsPerDay)} ingests a day of ${number(month.ingestMb)} MB each, logs kept for ${number(month.logDays)} days, ${daysPerMonth} days. Each is an option of`,
    `\`npm run cost\` (see \`npm run cost -- --help\`), so that your own use can be put in.${localMonthNote(cost)}`,
    '',
    ...table(cost.month),
    '',
    `Together ${totals(cost.month)}. Unused, only the two lines of storage remain: ${dollars(cost.idleMonth.usd)}.`,
    '',
    '## What is not charged',
    '',
    ...cost.prices.noCharge.map(({ thing, why, source }) => `- **${thing}**: ${why} (<${source}>).`),
    '',
    '## Free tier',
    '',
    '- **Always free**, for every account and without end: the allowances in the table of prices below, each month. The last',
    '  column of the tables above subtracts them. It gives them all to this system; other uses of the account share them.',
    '- **Accounts made since 15 July 2025** have credits in place of the old 12-month offers: 100 dollars at sign-up and up',
    '  to 100 more for first steps. On the *free plan* nothing is charged until the credits are used up or six months are',
    '  over, and then the account is closed unless it is upgraded; on the *paid plan* the credits are taken off the bill.',
    `  Either way they cover this: one demonstration is ${dollars(cost.run.usdAfterAlwaysFree)} of them.`,
    '- **Accounts made before** had 12 months of offers (5 GB of S3, 5 GB of EFS, 1 million API calls a month and others).',
    '  The last of these ended in July 2026, so they are not computed here.',
    '- A new account has lower quotas, which cost nothing to raise: `npm run preflight` says so before the deployment does.',
    '',
    'Read in the [notes of AWS on the free tier for its agents](https://github.com/aws/agent-toolkit-for-aws) (their file',
    '`free-tier.md`) and in <https://freetier.co/articles/aws-free-tier-changes-july-15-2025>. To see the state of your',
    'account: `aws freetier get-account-plan-state`; AWS explains it in',
    '<https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/billing-free-tier.html>.',
    '',
    '## Prices',
    '',
    `Collected on ${cost.prices.collected} for ${cost.prices.region}; 1 GB is 1024 MB of memory for Lambda and 2^30 bytes elsewhere. "Read at" is the`,
    "stored page with the number, because AWS's own pages insert their numbers by script; its date is the one on that page.",
    'Lambda bills initialisation like the call itself since 1 August 2025',
    '(<https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/>), so cold starts cost both.',
    '',
    '| service | price | always free a month | AWS page | read at | dated |',
    '|---|---|---|---|---|---|',
    ...cost.prices.prices.map(
      ({ service, quoted, alwaysFreePerMonth, unit, source, readAt, dated, confirmedBy }) =>
        `| ${service} | ${quoted} | ${alwaysFreePerMonth ? `${number(alwaysFreePerMonth)} × ${unit}` : 'none'} | <${source}> | ` +
        `${readAt ? `<${readAt}>${confirmedBy === 'aws' ? ' (AWS)' : ''}` : '**unconfirmed**'} | ${dated} |`,
    ),
    '',
    ...strangerSection(cost.prices, producer.gbSeconds / producer.requests),
    '',
    '## To pay less',
    '',
    '- `npm run destroy` after use. It verifies that nothing is left and names what is.',
    `- \`npm run deploy -- --architecture arm64\`: a GB-second of Lambda costs ${percent(1 - price('lambda-gb-seconds-arm64') / price('lambda-gb-seconds-x86_64'))} less.`,
    `- Delete large files from EFS: a GB there costs ${Math.round(price('efs-storage') / price('s3-storage'))} times what it costs in S3, which is the system of record.`,
  ].join('\n')}\n`
}

function summaryRow(what: string, { usd, usdAfterAlwaysFree }: Estimate): string {
  return `| ${what} | **${dollars(usd)}** | ${dollars(usdAfterAlwaysFree)} |`
}

function table(estimate: Estimate): string[] {
  return [
    '| service | what | quantity × price = cost | after always free | why that much |',
    '|---|---|---|---|---|',
    ...estimate.lines.map(
      line =>
        `| ${line.price.service} | ${line.price.unit} | ${line.formula} | ${dollars(line.usdAfterAlwaysFree)} | ${line.because} |`,
    ),
  ]
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function localMonthNote({ measured }: Cost): string {
  if (measured.report.target === 'aws') return ''
  return (
    '\nThe GB-seconds of a call, cold starts above all, are those of the local AWS on one machine, not of AWS: put your own\n' +
    'run in with `--run` before you rely on that line.'
  )
}

function localNote({ measured }: Cost): string {
  if (measured.report.target === 'aws') return ''
  return (
    '\nThe run was made by the local AWS, so its durations are those of that machine: the counts and bytes are the same on\n' +
    'AWS, the GB-seconds are not, and they are the smaller part.'
  )
}
