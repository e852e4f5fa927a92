import type { Invocation } from '../../measure/invocation.ts'
import type { Summary } from '../../measure/summary.ts'
import { placeNote } from '../run-place.ts'
import { axisMarkedAt, axisStyle, chartTitle, drawChart, ink } from './chart.ts'
import { logTicks } from './log-ticks.ts'
import type { ResultFigure } from './result-figure.ts'

/** Cold against warm: the share of calls answered within a time. No average hides a sample. */
export const latencyDistribution: ResultFigure = {
  name: 'latency',
  alt: ({ coldStart, warm }) =>
    `A rising curve for each kind of call over a logarithmic time axis. ` +
    `${half('warm', warm.clientMs)} ${half('cold', coldStart.clientMs)}`,
  caption: report =>
    `Client latency of /predict as empirical distributions: ${samples('cold', report.coldStart)}, ` +
    `${samples('warm', report.warm)}. Time from before the request is written until the last byte of the answer is ` +
    `read, on the client's monotonic clock. Dots: medians; in brackets their 95 % bootstrap intervals (ms). ${placeNote(report)}`,
  draw(report, invocations) {
    const { coldStart, warm } = report
    const summaries = [coldStart.clientMs, warm.clientMs].filter(summary => summary !== null)
    // Leaves room on both sides for the labels. Without samples there is still an axis.
    const ticks =
      summaries.length === 0
        ? logTicks(1, 1000)
        : logTicks(Math.min(...summaries.map(({ min }) => min)) / 6, Math.max(...summaries.map(({ max }) => max)) * 6)
    return drawChart(
      { width: 720, height: 400 },
      {
        title: chartTitle(`Latency of /predict: ${samples('cold', coldStart)}, ${samples('warm', warm)}`, report),
        grid: { left: 70, right: 36, top: 70, bottom: 62 },
        xAxis: {
          type: 'log',
          min: ticks[0],
          max: ticks.at(-1),
          name: 'client latency (ms, logarithmic)',
          nameLocation: 'middle',
          nameGap: 34,
          ...axisMarkedAt(ticks),
        },
        yAxis: {
          type: 'value',
          min: 0,
          max: 100,
          interval: 25,
          name: 'calls answered (%)',
          nameLocation: 'middle',
          nameGap: 46,
          ...axisStyle,
        },
        series: [
          ...distribution('warm', latencies(invocations, 'warm'), warm.clientMs, 'left'),
          ...distribution('cold', latencies(invocations, 'cold'), coldStart.clientMs, 'right'),
        ],
      },
    )
  },
}

/** Warm calls are faster, so their label is left of the curve and that of the cold ones right of it. */
function distribution(
  phase: 'cold' | 'warm',
  values: readonly number[],
  summary: Summary | null,
  side: 'left' | 'right',
): object[] {
  if (!summary) return []
  const { p50, ci95 } = summary
  const color = ink[phase]
  const label = `${phase}, n = ${values.length}\np50 ${milliseconds(p50)}\n[${ci95.map(number).join(', ')}]`
  const common = { type: 'line', silent: true, showSymbol: false }
  return [
    {
      ...common,
      step: 'end',
      data: steps(values),
      lineStyle: { color, width: 2.5, type: phase === 'cold' ? 'solid' : [7, 3] },
    },
    {
      type: 'scatter',
      silent: true,
      data: [[p50, 50]],
      symbolSize: 10,
      z: 5,
      itemStyle: { color, opacity: 1, borderColor: ink.text, borderWidth: 1.5 },
      label: {
        show: true,
        formatter: label,
        position: side,
        distance: 18,
        align: side === 'left' ? 'right' : 'left',
        fontSize: 12,
        lineHeight: 17,
        color: ink.text,
        backgroundColor: 'rgba(255,255,255,0.85)',
        padding: [2, 4],
      },
    },
  ]
}

/** From 0 % at the fastest call, one step up at each, to 100 % at the slowest. */
function steps(values: readonly number[]): [number, number][] {
  const sorted = [...values].sort((a, b) => a - b)
  return [
    [sorted[0]!, 0],
    ...sorted.map((value, index): [number, number] => [value, (100 * (index + 1)) / sorted.length]),
  ]
}

function latencies(invocations: readonly Invocation[], phase: Invocation['phase']): number[] {
  return invocations.filter(call => call.phase === phase && call.kept).map(({ clientMs }) => clientMs)
}

function half(name: string, summary: Summary | null): string {
  return summary
    ? `Half of the ${name} calls were answered within ${milliseconds(summary.p50)}.`
    : `There is none for ${name} calls, of which none counts.`
}

function samples(name: string, { samples, discarded }: { samples: number; discarded: number }): string {
  return `${name} n = ${samples} (${discarded} discarded)`
}

function milliseconds(value: number): string {
  return `${number(value)} ms`
}

function number(value: number): string {
  return value.toFixed(1)
}
