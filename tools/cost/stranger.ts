import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { estimate, dollars, number } from './estimate.ts'
import { type PriceTable, priceOf } from './price-table.ts'

const secondsPerDay = 86_400

/** The data of one call of POST /ingest: a request to a function has 6 MB at most, of which the JSON takes some. */
const inlineBytes = 5 * 2 ** 20

/**
 * Computes the cost of strangers who call POST /ingest at the rate of the throttle, with as much data as a call can
 * have. This is the most expensive use of the open API, because EFS bills each byte written and then stores it.
 *
 * @param gbSeconds of Lambda for each call
 */
export function strangerDay(prices: PriceTable, rate: number, gbSeconds: number) {
  const calls = rate * secondsPerDay
  const gb = (calls * inlineBytes) / 2 ** 30
  const day = estimate(prices, [
    { priceId: 'efs-write', quantity: gb, because: '' },
    { priceId: 'api-gateway-requests', quantity: calls, because: '' },
    { priceId: 'lambda-requests', quantity: calls, because: '' },
    { priceId: 'lambda-gb-seconds-x86_64', quantity: calls * gbSeconds, because: '' },
  ])
  return { gb, dayUsd: day.usd, monthOfStorageUsd: gb * priceOf(prices, 'efs-storage').usd }
}

/** The lines of the section on strangers in the page on cost. */
export function strangerSection(prices: PriceTable, gbSeconds: number): string[] {
  const rate = defaultRate()
  const { gb, dayUsd, monthOfStorageUsd } = strangerDay(prices, rate, gbSeconds)
  return [
    '## What a stranger can cost',
    '',
    'As delivered, the API is open to anyone who knows its address, and the address is in the logs of a public workflow and in',
    'bundles. The most expensive use, if models answer in milliseconds, is POST /ingest with 5 MiB a call. (A model that ran for',
    'the whole 28 seconds that a call may take would cost more by its GB-seconds.)',
    `At ${number(rate)} calls a second, the parameter \`ThrottlingRateLimit\` as delivered, that is`,
    `${number(Math.round(gb))} GB a day: **${dollars(dayUsd)} a day, and ${dollars(monthOfStorageUsd)} a month for each such day's files** until they are deleted. Ten times`,
    'the rate costs ten times as much.',
    '',
    'These limits reduce the cost, from the weakest to the strongest:',
    '',
    '- **The throttle** (`ThrottlingRateLimit`, `ThrottlingBurstLimit`). It counts each method separately, and API Gateway',
    '  [calls it a target, not a ceiling](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html):',
    '  calls above it may get through. `npm run deploy -- --parameter ThrottlingRateLimit=1` reduces the sum to a tenth.',
    '- **The concurrency of the account**: as many calls at once as Lambda runs for it, 10 in a new account.',
    '- **A budget** with an alarm in AWS Budgets. It alerts you hours later, and stops nothing itself.',
    '- **Removal**: `npm run destroy` after use. A demonstration runs for minutes.',
    '',
    '`--parameter ExpireAfterDays=1` lets S3 delete inputs and outputs in the bucket. Files on EFS are kept until somebody deletes them.',
    '',
    '**To keep the system running, close it**: `npm run deploy -- --parameter ApiAuthorization=AWS_IAM`. Then API Gateway refuses',
    '[calls that are not signed](api.md#an-api-that-asks-for-a-signature), and no function runs for them. According to an',
    '[answer in the forum of AWS](https://repost.aws/questions/QU5y4fo-e3RWyU5r4VmyPIzA/pricing-clarification-for-api-gateway)',
    'they cost nothing; we found no page of AWS that promises it.',
  ]
}

function defaultRate(): number {
  const template = readFileSync(new URL('../../cloudformation/main.yaml', import.meta.url), 'utf8')
  const { Parameters } = parseDocument(template, { logLevel: 'error' }).toJS() as {
    Parameters: { ThrottlingRateLimit: { Default: number } }
  }
  return Parameters.ThrottlingRateLimit.Default
}
