import { readFileSync } from 'node:fs'

/** One price of AWS, with the page on which it was read. */
export interface Price {
  readonly id: string
  readonly service: string
  readonly unit: string
  /** USD for one unit, in the table's Region. */
  readonly usd: number
  /** The price in AWS's words. */
  readonly quoted: string
  /** AWS's own page. */
  readonly source: string
  /** The stored page on which the number was read. */
  readonly readAt: string | null
  readonly dated: string
  readonly confirmedBy: 'aws' | 'third-party' | 'unconfirmed'
  /** Units that are free for every account each month, without end. */
  readonly alwaysFreePerMonth?: number
}

export interface PriceTable {
  readonly region: string
  readonly collected: string
  readonly confirmedBy: Readonly<Record<Price['confirmedBy'], string>>
  readonly prices: readonly Price[]
  readonly noCharge: readonly { readonly thing: string; readonly why: string; readonly source: string }[]
}

export function readPriceTable(): PriceTable {
  return JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as PriceTable
}

export function priceOf(table: PriceTable, id: string): Price {
  const price = table.prices.find(price => price.id === id)
  if (!price) throw new Error(`The price table has no ${id}.`)
  return price
}
