import { median } from 'simple-statistics'
import { readPriceTable } from '../cost/price-table.ts'
import type { Comparison } from './comparison.ts'
import { crossingShare, type PredictionCost, predictionCost, type ReadCharge } from './store-cost.ts'
import { comparedStores } from './stores.ts'

/** The cost of a store with a model of one size, from the billed time of its own calls. */
export interface CostFinding extends PredictionCost {
  readonly store: string
  readonly title: string
  readonly sizeMib: number
  /** The number of calls with a billed time. */
  readonly samples: { readonly cold: number; readonly warm: number }
}

export interface Crossing {
  readonly sizeMib: number
  readonly titles: readonly [string, string]
  readonly coldShare: number
}

/**
 * Computes the cost of every cell that has cold and warm calls. The file system has two costs, one for each read
 * charge.
 */
export function costFindings({ rows, choices: { memoryMb } }: Comparison): CostFinding[] {
  const prices = readPriceTable()
  const sizes = [...new Set(rows.map(({ sizeMib }) => sizeMib))].sort((a, b) => a - b)
  return sizes.flatMap(sizeMib =>
    comparedStores.flatMap(({ id: store, title }): CostFinding[] => {
      const billed = (phase: 'cold' | 'warm') =>
        rows
          .filter(row => row.kept && row.phase === phase && row.store === store && row.sizeMib === sizeMib)
          .flatMap(({ billedDurationMs }) => billedDurationMs ?? [])
      const [cold, warm] = [billed('cold'), billed('warm')]
      if (cold.length === 0 || warm.length === 0) return []
      const call = { store, sizeMib, memoryMb, coldBilledMs: median(cold), warmBilledMs: median(warm) }
      const finding = (title: string, reads: ReadCharge): CostFinding => ({
        store,
        title,
        sizeMib,
        samples: { cold: cold.length, warm: warm.length },
        ...predictionCost(prices, { ...call, reads }),
      })
      if (store !== 'efs') return [finding(title, 'elastic')]
      return [finding(`${title}, elastic`, 'elastic'), finding(`${title}, bursting`, 'bursting')]
    }),
  )
}

/** Every pair of stores with one size whose costs cross, with the share of cold calls at the crossing. */
export function crossings(costs: readonly CostFinding[]): Crossing[] {
  return costs.flatMap((one, index) =>
    costs.slice(index + 1).flatMap((other): Crossing[] => {
      if (one.sizeMib !== other.sizeMib) return []
      const coldShare = crossingShare(one, other)
      return coldShare === undefined ? [] : [{ sizeMib: one.sizeMib, titles: [one.title, other.title], coldShare }]
    }),
  )
}
