import { axisStyle, chartHeading, drawChart, ink } from '../../evidence/figures/chart.ts'
import { logTicks } from '../../evidence/figures/log-ticks.ts'
import { type Comparison, placeSentence } from '../comparison.ts'
import { expectedColdMs } from '../expectation.ts'
import type { CellFinding, Findings } from '../findings.ts'
import { comparedStores } from '../stores.ts'
import { shortTitle, storeLegend, styleOf } from './store-style.ts'

const burstMib = 300

/**
 * Draws cold calls by the size of the model: medians with intervals, the expectation dotted, impossible cells as
 * crosses.
 */
export function coldBySize(comparison: Comparison, { cells }: Findings): string {
  const cold = cells.filter(({ metric, summary }) => metric === 'coldMs' && summary)
  const stores = comparedStores.map(({ id }) => id).filter(id => cold.some(({ store }) => store === id))
  const { sizesMib } = comparison.choices
  const forbidden = comparison.forbidden.filter(({ store }) => stores.includes(store))
  const values = cold.flatMap(({ summary }) => [summary!.median.low, summary!.median.high])
  const expected = stores.flatMap(store => sizesMib.flatMap(size => expectedColdMs(store, size) ?? []))
  const title = 'Cold call by the size of the model'
  return chart(title, placeSentence(comparison), sizesMib, [...values, ...expected], ceiling => [
    ...stores.flatMap(store => [
      ...measured(
        store,
        cold.filter(cell => cell.store === store),
      ),
      expectation(store, sizesMib),
    ]),
    ...forbidden.map(({ store, sizeMib }) => ({
      type: 'scatter',
      silent: true,
      data: [[sizeMib, ceiling]],
      symbol: 'path://M0,0L10,10M10,0L0,10',
      symbolSize: 9,
      itemStyle: { color: 'none', borderColor: styleOf(store).color, borderWidth: 2 },
      label: { show: true, formatter: 'limit', position: 'bottom', fontSize: 11, color: ink.text },
    })),
  ])
}

/** Draws the expectation alone, without measurements. */
export function expectationFigure(sizesMib: readonly number[]): string {
  const stores = comparedStores.map(({ id }) => id).filter(id => expectedColdMs(id, 1) !== undefined)
  const values = stores.flatMap(store => sizesMib.flatMap(size => expectedColdMs(store, size) ?? []))
  const place = 'Computed from published limits, nothing measured; a lower bound'
  return chart('Expected cold call by the size of the model', place, sizesMib, values, () =>
    stores.map(store => {
      const { color, dash } = styleOf(store)
      const lineStyle = { color, width: 2, type: dash }
      return {
        ...expectation(store, sizesMib),
        name: shortTitle(store),
        symbol: 'none',
        itemStyle: { color },
        lineStyle,
      }
    }),
  )
}

function measured(store: string, cells: readonly CellFinding[]): object[] {
  const { color, dash, symbol } = styleOf(store)
  const points = cells.map(({ sizeMib, summary }) => ({ sizeMib, ...summary!.median }))
  return [
    {
      type: 'line',
      name: shortTitle(store),
      data: points.map(({ sizeMib, value }) => [sizeMib, value]),
      symbol,
      symbolSize: 9,
      itemStyle: { color },
      lineStyle: { color, width: 2, type: dash },
      z: 5,
    },
    {
      type: 'custom',
      silent: true,
      z: 4,
      data: points.map(({ sizeMib, low, high }) => [sizeMib, low, high]),
      encode: { x: 0, y: [1, 2] },
      renderItem: (
        _: unknown,
        api: { value(index: number): number; coord(point: [number, number]): [number, number] },
      ) => {
        const [x, bottom] = api.coord([api.value(0), api.value(1)])
        const [, top] = api.coord([api.value(0), api.value(2)])
        const line = (x1: number, y1: number, x2: number, y2: number) => ({
          type: 'line',
          shape: { x1, y1, x2, y2 },
          style: { stroke: color, lineWidth: 1.5 },
        })
        const ends = [bottom, top].map(y => line(x - 4, y, x + 4, y))
        return { type: 'group', children: [line(x, bottom, x, top), ...ends] }
      },
    },
  ]
}

// Enough sizes to show the bend at the end of the burst.
function expectation(store: string, sizesMib: readonly number[]): object {
  const [least, most] = [Math.min(...sizesMib), Math.max(...sizesMib)]
  const steps = Array.from({ length: 41 }, (_, step) => least * (most / least) ** (step / 40))
  const { color } = styleOf(store)
  return {
    type: 'line',
    silent: true,
    showSymbol: false,
    data: steps.flatMap(size => {
      const value = expectedColdMs(store, size)
      return value === undefined ? [] : [[size, value]]
    }),
    lineStyle: { color, width: 1.25, type: [1, 3] },
    z: 2,
  }
}

function chart(
  title: string,
  place: string,
  sizesMib: readonly number[],
  values: readonly number[],
  series: (ceilingMs: number) => object[],
): string {
  const [least, most] = [Math.min(...sizesMib) / 1.5, Math.max(...sizesMib) * 1.5]
  const times = logTicks(Math.min(...values) / 1.3, Math.max(...values) * 2.4)
  // Centred above the mark, the text would leave the picture where the mark is near its right edge.
  const align = Math.log(burstMib / least) / Math.log(most / least) > 0.75 ? 'right' : 'center'
  const burst = { xAxis: burstMib, label: { formatter: 'burst of 300 MiB', align, fontSize: 11, color: ink.quiet } }
  const marked = series(times.at(-1)! * 0.5)
  const withMark = burstMib > least && burstMib < most
  return drawChart(
    { width: 720, height: 440 },
    {
      title: chartHeading(title, place),
      legend: storeLegend,
      grid: { left: 78, right: 30, top: 74, bottom: 104 },
      xAxis: {
        type: 'log',
        min: least,
        max: most,
        name: 'size of the model (MiB, logarithmic)',
        nameLocation: 'middle',
        nameGap: 30,
        ...axisStyle,
        axisTick: { ...axisStyle.axisTick, customValues: [...sizesMib] },
        axisLabel: { ...axisStyle.axisLabel, customValues: [...sizesMib], formatter: String },
      },
      yAxis: {
        type: 'log',
        min: times[0],
        max: times.at(-1),
        name: 'cold call (ms, logarithmic)',
        nameLocation: 'middle',
        nameGap: 54,
        ...axisStyle,
        axisTick: { ...axisStyle.axisTick, customValues: times },
        axisLabel: { ...axisStyle.axisLabel, customValues: times, formatter: String },
      },
      series: [
        ...marked,
        ...(withMark
          ? [
              {
                type: 'line',
                silent: true,
                showSymbol: false,
                data: [
                  [burstMib, times[0]],
                  [burstMib, times.at(-1)],
                ],
                lineStyle: { color: ink.quiet, width: 1, type: [4, 4] },
                endLabel: { show: true, ...burst.label },
              },
            ]
          : []),
      ],
    },
  )
}
