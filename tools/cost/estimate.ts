import { type Price, type PriceTable, priceOf } from './price-table.ts'

/** The amount that a run or a month uses, and the reason. */
export interface Usage {
  readonly priceId: string
  readonly quantity: number
  /** The computation of the quantity, with its numbers. */
  readonly because: string
}

export interface CostLine extends Usage {
  readonly price: Price
  readonly usd: number
  /** The cost after the monthly free allowance of every account. */
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
 * Multiplies each usage by its price. The always-free allowance is subtracted from the quantity, down to zero. The
 * estimate gives the allowance to this system alone, so an account that uses it elsewhere pays up to the full price.
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

/** Formats a number with six significant digits, from 10,000 on with all of them, and without an exponent. */
export function number(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: value >= 10_000 ? 21 : 6 })
}

/** Formats an amount in cents; below a cent with enough digits to show that it is not zero. */
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
