import { axisMarkedAt, axisStyle, chartHeading, drawChart, ink } from '../../evidence/figures/chart.ts'
import { logTicks } from '../../evidence/figures/log-ticks.ts'
import { type Comparison, placeSentence } from '../comparison.ts'
import { comparedStores } from '../stores.ts'
import { shortTitle, styleOf } from './store-style.ts'

/**
 * Draws the time from the upload of a model to the first right answer: every sample, and the medians by store and
 * environment.
 */
export function freshnessByStore(comparison: Comparison): string {
  const rows = comparison.freshness.flatMap(({ freshMs, ...row }) => (freshMs === null ? [] : [{ ...row, freshMs }]))
  const groups = comparedStores.flatMap(({ id: store }) =>
    (['warm', 'cold'] as const).flatMap(environment => {
      const values = rows.filter(row => row.store === store && row.environment === environment).map(row => row.freshMs)
      return values.length === 0 ? [] : [{ store, environment, values: values.sort((a, b) => a - b) }]
    }),
  )
  const all = groups.flatMap(({ values }) => values)
  const ticks = all.length === 0 ? logTicks(1, 1000) : logTicks(Math.min(...all) / 1.5, Math.max(...all) * 2)
  return drawChart(
    { width: 720, height: 140 + 38 * Math.max(1, groups.length) },
    {
      title: chartHeading('From the upload of a new model to the first right answer', placeSentence(comparison)),
      grid: { left: 250, right: 30, top: 70, bottom: 56 },
      xAxis: {
        type: 'log',
        min: ticks[0],
        max: ticks.at(-1),
        name: 'ms on the client’s clock, logarithmic; bar: median',
        nameLocation: 'middle',
        nameGap: 28,
        ...axisMarkedAt(ticks),
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: groups.map(
          ({ store, environment, values }) => `${shortTitle(store)}, ${environment} (n = ${values.length})`,
        ),
        ...axisStyle,
        axisTick: { show: false },
      },
      series: groups.flatMap(({ store, environment, values }, row) => {
        const { color, symbol } = styleOf(store)
        const middle =
          values.length % 2
            ? values[(values.length - 1) / 2]!
            : (values[values.length / 2 - 1]! + values[values.length / 2]!) / 2
        const common = { type: 'scatter', silent: true }
        const hollow = {
          color: environment === 'warm' ? '#ffffff' : color,
          borderColor: color,
          borderWidth: 1.5,
          opacity: 1,
        }
        return [
          { ...common, data: values.map(value => [value, row]), symbol, symbolSize: 9, itemStyle: hollow },
          {
            ...common,
            data: [[middle, row]],
            symbol: 'rect',
            symbolSize: [3, 24],
            itemStyle: { color: ink.text },
            z: 5,
          },
        ]
      }),
    },
  )
}
