import { axisMarkedAt, axisStyle, chartHeading, drawChart } from '../../evidence/figures/chart.ts'
import { logTicks } from '../../evidence/figures/log-ticks.ts'
import { shortTitle, storeLegend, styleOf } from './store-style.ts'

export interface Distribution {
  readonly store: string
  readonly sortedMs: readonly number[]
}

/** Draws empirical distributions over a logarithmic time axis, one curve for each store, with the number of samples. */
export function distributions(
  title: string,
  place: string,
  axis: { readonly time: string; readonly share: string },
  curves: readonly Distribution[],
): string {
  const shown = curves.filter(({ sortedMs }) => sortedMs.length > 0)
  const all = shown.flatMap(({ sortedMs }) => sortedMs)
  const ticks = all.length === 0 ? logTicks(1, 1000) : logTicks(Math.min(...all) / 1.3, Math.max(...all) * 1.3)
  return drawChart(
    { width: 720, height: 400 },
    {
      title: chartHeading(title, place),
      legend: storeLegend,
      grid: { left: 70, right: 30, top: 70, bottom: 104 },
      xAxis: {
        type: 'log',
        min: ticks[0],
        max: ticks.at(-1),
        name: axis.time,
        nameLocation: 'middle',
        nameGap: 28,
        ...axisMarkedAt(ticks),
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 25,
        name: axis.share,
        nameLocation: 'middle',
        nameGap: 44,
        ...axisStyle,
      },
      series: shown.map(({ store, sortedMs }) => {
        const { color, dash, symbol } = styleOf(store)
        return {
          type: 'line',
          name: `${shortTitle(store)}, n = ${sortedMs.length}`,
          step: 'end',
          data: [[sortedMs[0]!, 0], ...sortedMs.map((value, index) => [value, (100 * (index + 1)) / sortedMs.length])],
          symbol,
          symbolSize: 7,
          itemStyle: { color },
          lineStyle: { color, width: 2, type: dash },
        }
      }),
    },
  )
}
