import { placeNote } from '../run-place.ts'
import { type Bar, barSeries, labelGap, labelWidth } from './bars.ts'
import { axisStyle, chartTitle, drawChart, ink } from './chart.ts'
import { type MedianStages, medianStages, stageOrder } from './median-stages.ts'
import type { ResultFigure } from './result-figure.ts'

const fills = ['#1f4e79', '#f2a541', '#7f3b08', '#fddbc7', '#4d9221', '#c994c7', '#8c8c8c', '#ededed']
const panelWidth = 270
const roomForLabels = 1.28
const wholeCall = 'whole call'

/** Shows where the time of a call goes: the stages stacked into one bar, and below it a row for each stage. */
export const timeByStage: ResultFigure = {
  name: 'stages',
  alt: ({ coldStart }) =>
    `Two bars of stacked stages, one for a cold and one for a warm call, each stage with its time in a row of its own. ` +
    (coldStart.initDurationMs
      ? `A cold call has ${coldStart.initDurationMs.p50.toFixed(1)} ms of initialisation, a warm one none.`
      : `There is no cold call of which Lambda reported the initialisation.`),
  caption: report =>
    `Where the time of a /predict call goes: medians over ${report.coldStart.initDurationMs?.samples ?? 0} cold and ` +
    `${report.warm.durationMs?.samples ?? 0} warm calls, each on its own scale. Initialisation and the function's time are Lambda's ` +
    `(platform.report), the stages the Consumer's own, the whole call the client's; the two ` +
    `rests are differences of these. Medians do not add up: the dashed line is the median of the whole call. ${placeNote(report)}`,
  draw(report, invocations) {
    const cold = medianStages(invocations, 'cold')
    const warm = medianStages(invocations, 'warm')
    const shown = stageOrder.filter(name =>
      [cold, warm].some(({ stages }) => stages.some(stage => stage.name === name)),
    )
    const rows = [wholeCall, ...shown]
    const panels = [
      { ...panel('cold', cold, rows, 0), left: 128, width: panelWidth },
      { ...panel('warm', warm, rows, 1), left: 432, width: panelWidth },
    ]
    const drawing = panels.map(({ xAxis, yAxis, left, width, title }, gridIndex) => ({
      grid: { left, width, top: 92, bottom: 58 },
      xAxis: { ...xAxis, gridIndex },
      yAxis: { ...yAxis, gridIndex },
      title: { ...title, left, top: 66 },
    }))
    return drawChart(
      { width: 720, height: 160 + 26 * rows.length },
      {
        title: [chartTitle(`Time of a /predict call by stage, medians`, report), ...drawing.map(({ title }) => title)],
        grid: drawing.map(({ grid }) => grid),
        xAxis: drawing.map(({ xAxis }) => xAxis),
        yAxis: drawing.map(({ yAxis }) => yAxis),
        series: panels.flatMap(({ series }) => series),
      },
    )
  },
}

function panel(
  phase: 'cold' | 'warm',
  { samples, clientMs, stages }: MedianStages,
  rows: readonly string[],
  axis: number,
) {
  const bars: Bar[] = []
  const whole = stages.reduce((sum, { ms }) => sum + ms, 0)
  const pixelsPerMs = clientMs === null ? 0 : panelWidth / (Math.max(whole, clientMs) * roomForLabels)
  let at = 0
  for (const { name, ms } of stages) {
    const bar = { start: at, end: at + ms, fill: fills[stageOrder.indexOf(name)]! }
    const label = ms.toFixed(1)
    // The dashed line of the median would cross the label, so the label goes beyond the line.
    const toLine = clientMs === null ? -1 : (clientMs - bar.end) * pixelsPerMs
    const labelAfter = toLine > -labelGap && toLine < labelWidth(label) ? { labelAfter: clientMs! } : {}
    bars.push({ ...bar, row: 0 }, { ...bar, row: rows.indexOf(name), label, ...labelAfter })
    at += ms
  }
  return {
    title: {
      text: `${phase}, n = ${samples}: ${clientMs === null ? 'none' : `p50 ${clientMs.toFixed(1)} ms`}`,
      padding: 0,
      textStyle: { fontSize: 12, fontWeight: 'bold', color: ink.text },
    },
    xAxis: {
      type: 'value',
      min: 0,
      // Room for the last stage's label.
      max: clientMs === null ? 1 : Math.max(whole, clientMs) * roomForLabels,
      splitNumber: 4,
      name: 'time (ms)',
      nameLocation: 'middle',
      nameGap: 32,
      ...axisStyle,
      axisLabel: { ...axisStyle.axisLabel, showMaxLabel: false, formatter: String },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows,
      ...axisStyle,
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...axisStyle.axisLabel, show: axis === 0 },
    },
    series: [
      barSeries(bars, { thickness: 16, axis }),
      {
        type: 'line',
        silent: true,
        showSymbol: false,
        xAxisIndex: axis,
        yAxisIndex: axis,
        // Skips the last row, where the last label is.
        data: clientMs === null ? [] : rows.slice(1).map((_, row) => [clientMs, row]),
        lineStyle: { color: ink.text, width: 1.2, type: [4, 3] },
      },
    ],
  }
}
