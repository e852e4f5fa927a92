import type { Cost } from './cost.ts'
import { dollars, type Estimate } from './estimate.ts'

/** Formats the estimates for a terminal. */
export function costText(cost: Cost): string {
  const { month } = cost.assumptions
  return [
    `Prices of ${cost.prices.region}, collected ${cost.prices.collected}; usage of ${cost.bundle}`,
    '',
    `One demonstration: ${totals(cost.run)}`,
    ...lines(cost.run),
    '',
    `A month left running, unused: ${totals(cost.idleMonth)}`,
    `A month left running, ${month.predictionsPerDay} predictions and ${month.ingestsPerDay} ingests a day: ${totals(cost.month)}`,
    ...lines(cost.month),
    '',
    'Not charged',
    ...cost.prices.noCharge.map(({ thing, why }) => `  ${thing}: ${why}`),
    ...unconfirmed(cost),
  ].join('\n')
}

export function totals({ usd, usdAfterAlwaysFree }: Estimate): string {
  return `${dollars(usd)}, and ${dollars(usdAfterAlwaysFree)} after what every account has free each month`
}

function lines(estimate: Estimate): string[] {
  const cells = estimate.lines.map(line => [
    line.price.service,
    line.price.unit,
    line.formula,
    dollars(line.usdAfterAlwaysFree),
  ])
  const table = [['service', 'unit', 'quantity × price = cost', 'after always free'], ...cells]
  const widths = table[0]!.map((_, column) => Math.max(...table.map(row => row[column]!.length)))
  return table.map(row => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
}

function unconfirmed({ prices }: Cost): string[] {
  const ids = prices.prices.filter(({ confirmedBy }) => confirmedBy === 'unconfirmed').map(({ id }) => id)
  return ids.length === 0 ? [] : ['', `Unconfirmed prices, compare them with AWS's pages: ${ids.join(', ')}`]
}
