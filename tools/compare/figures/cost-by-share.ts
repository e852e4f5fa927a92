import { axisMarkedAt, axisStyle, chartHeading, drawChart } from '../../evidence/figures/chart.ts'
import { logTicks } from '../../evidence/figures/log-ticks.ts'
import { type Comparison, placeSentence } from '../comparison.ts'
import type { CostFinding } from '../cost-findings.ts'
import { thousandUsd } from '../store-cost.ts'
import { storeLegend, styleOf } from './store-style.ts'

// 0.1 % to 100 %. A logarithmic axis cannot show 0, and without cold calls the stores hardly differ.
const shares = Array.from({ length: 31 }, (_, step) => 10 ** (-3 + step / 10))

/** Draws the cost of 1,000 predictions by their share of cold calls, at one size of the model. */
export function costByShare(comparison: Comparison, costs: readonly CostFinding[], sizeMib: number): string {
  const shown = costs.filter(cost => cost.sizeMib === sizeMib)
  const usd = shown.flatMap(cost => shares.map(share => thousandUsd(cost, share)))
  const ticks = usd.length === 0 ? logTicks(0.001, 1) : logTicks(Math.min(...usd) / 1.2, Math.max(...usd) * 1.2)
  return drawChart(
    { width: 720, height: 420 },
    {
      title: chartHeading(`Cost of 1,000 predictions with ${sizeMib} MiB`, placeSentence(comparison)),
      legend: storeLegend,
      grid: { left: 84, right: 30, top: 70, bottom: 104 },
      xAxis: {
        type: 'log',
        min: 0.1,
        max: 100,
        name: 'share of cold calls (%, logarithmic)',
        nameLocation: 'middle',
        nameGap: 28,
        ...axisStyle,
        axisLabel: { ...axisStyle.axisLabel, formatter: String },
      },
      yAxis: {
        type: 'log',
        min: ticks[0],
        max: ticks.at(-1),
        name: 'USD, logarithmic',
        nameLocation: 'middle',
        nameGap: 60,
        ...axisMarkedAt(ticks),
      },
      series: shown.map(cost => {
        const { color, dash, symbol } = styleOf(cost.store)
        const bursting = cost.title.endsWith('bursting')
        const points = shares.map(share => [100 * share, thousandUsd(cost, share)])
        return {
          type: 'line',
          name: cost.title,
          // A few symbols distinguish lines that overlap.
          data: points.map((value, index) => ({ value, symbol: index % 6 === 0 ? symbol : 'none' })),
          symbol,
          symbolSize: 8,
          itemStyle: { color: bursting ? '#777777' : color },
          lineStyle: { color: bursting ? '#777777' : color, width: 2, type: bursting ? [2, 2] : dash },
        }
      }),
    },
  )
}
