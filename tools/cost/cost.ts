import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Estimate, estimate } from './estimate.ts'
import { type MeasuredRun, newestExample, readMeasuredRun } from './measured-run.ts'
import { defaultMonthAssumptions, type MonthAssumptions, monthUsage } from './month-usage.ts'
import { type PriceTable, readPriceTable } from './price-table.ts'
import { defaultRunAssumptions, type RunAssumptions, runUsage } from './run-usage.ts'

/** The cost of one demonstration and of a month, and everything from which they are computed. */
export interface Cost {
  /** The path relative to the repository. */
  readonly bundle: string
  readonly measured: MeasuredRun
  readonly prices: PriceTable
  readonly assumptions: { readonly run: RunAssumptions; readonly month: MonthAssumptions }
  readonly run: Estimate
  /** A month in which the system runs unused: only the storage. */
  readonly idleMonth: Estimate
  readonly month: Estimate
}

export interface CostOptions {
  /** The folder of an evidence bundle. Default: the committed example. */
  readonly bundle?: string
  readonly run?: Partial<RunAssumptions>
  readonly month?: Partial<MonthAssumptions>
}

const repository = fileURLToPath(new URL('../..', import.meta.url))

export async function costOf(options: CostOptions = {}): Promise<Cost> {
  const folder = options.bundle ?? (await newestExample(`${repository}evidence/example`))
  const measured = await readMeasuredRun(folder)
  const prices = readPriceTable()
  const assumptions = {
    run: { ...defaultRunAssumptions, ...options.run },
    month: { ...defaultMonthAssumptions, ...options.month },
  }
  const idle = { ...assumptions.month, predictionsPerDay: 0, ingestsPerDay: 0 }
  return {
    bundle: relative(repository, folder).replaceAll('\\', '/'),
    measured,
    prices,
    assumptions,
    run: estimate(prices, runUsage(measured, assumptions.run)),
    idleMonth: estimate(prices, monthUsage(measured, idle)),
    month: estimate(prices, monthUsage(measured, assumptions.month)),
  }
}
