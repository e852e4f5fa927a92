import { type Price, type PriceTable, priceOf } from './price-table.ts'

/** How much of something a run or a month uses, and why that much. */
export interface Usage {
  readonly priceId: string
  readonly quantity: number
  /** How the quantity comes about, with its numbers. */
  readonly because: string
}

export interface CostLine extends Usage {
  readonly price: Price
  readonly usd: number
  /** What is left to pay after what every account has free each month. */
  readonly usdAfterAlwaysFree: number
  /** `quantity x price = cost`, with the numbers. */
  readonly formula: string
}

export interface Estimate {
  readonly lines: readonly CostLine[]
  readonly usd: number
  readonly usdAfterAlwaysFree: number
}

/**
 * Each usage times its price. The always-free allowance is taken off the quantity, whose rest is never below nothing;
 * the estimate gives it all to this system, so an account that uses it elsewhere pays up to the full price.
 */
export function estimate(table: PriceTable, usages: readonly Usage[]): Estimate {
  const lines = usages.map(usage => {
    const price = priceOf(table, usage.priceId)
    const charged = Math.max(0, usage.quantity - (price.alwaysFreePerMonth ?? 0))
    const usd = usage.quantity * price.usd
    const formula = `${number(usage.quantity)} × $${number(price.usd)} = ${dollars(usd)}`
    return { ...usage, price, usd, usdAfterAlwaysFree: charged * price.usd, formula }
  })
  return {
    lines,
    usd: sum(lines.map(line => line.usd)),
    usdAfterAlwaysFree: sum(lines.map(line => line.usdAfterAlwaysFree)),
  }
}

/** Four significant digits, and never an exponent. */
export function number(value: number): string {
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: value >= 10_000 ? 21 : 6,
    maximumFractionDigits: 20,
    ...(value >= 1 && { maximumFractionDigits: 3 }),
  })
}

/** Cents, and below a cent as much as it takes to see that it is not nothing. */
export function dollars(usd: number): string {
  if (usd === 0) return '$0'
  if (usd >= 1) return `$${usd.toFixed(2)}`
  if (usd >= 0.01) return `$${usd.toFixed(4).replace(/0{1,2}$/, '')}`
  if (usd < 0.000001) return 'below $0.000001'
  return `$${usd.toFixed(6)}`
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
