import type { Invocation } from '../../measure/invocation.ts'
import type { Report } from '../report.ts'
import { placeNote } from '../run-place.ts'
import { type Bar, barSeries } from './bars.ts'
import { axisStyle, chartTitle, drawChart, ink } from './chart.ts'
import type { ResultFigure } from './result-figure.ts'

/** The parallel calls as a Gantt chart: shows their overlap, how long each took, and which environment answered. */
export const parallelCalls: ResultFigure = {
  name: 'parallel',
  alt: ({ parallel }) =>
    `One bar a call, all starting together: ${parallel.succeeded} of ${parallel.concurrency} succeeded, the last was ` +
    `answered after ${parallel.wallMs.toFixed(0)} ms.`,
  caption: report =>
    `${report.parallel.concurrency} calls of /predict at once, ${report.parallel.succeeded} succeeded in ` +
    `${report.parallel.environments} environments and read ${models(report)}. Start by the client's clock, to the ` +
    `millisecond; length: client latency on its monotonic clock. Dark: a cold start; light: a warm environment. ` +
    placeNote(report),
  draw(report, invocations) {
    const calls = invocations.filter(({ phase }) => phase === 'parallel')
    const first = Math.min(...calls.map(({ startedAt }) => Date.parse(startedAt)))
    const spans = calls.map((call, row) => {
      const start = Date.parse(call.startedAt) - first
      return { call, row, start, end: start + call.clientMs }
    })
    const names = environmentNames(calls)
    // More calls than a page has lines for become thin bars without words.
    const roomy = calls.length <= 40
    const rowHeight = roomy ? 24 : Math.max(3, Math.floor(960 / calls.length))
    const bars = (kind: Kind): Bar[] =>
      spans
        .filter(({ call }) => kindOf(call) === kind)
        .map(({ call, row, start, end }) => ({
          row,
          start,
          end,
          fill: fills[kind],
          dashed: kind === 'failed',
          ...(roomy && { label: labelOf(call, names) }),
        }))
    const kinds = (['cold', 'warm', 'failed'] as const).filter(kind => bars(kind).length > 0)
    const { succeeded, concurrency, environments } = report.parallel
    return drawChart(
      { width: 720, height: 168 + rowHeight * calls.length },
      {
        title: chartTitle(
          `${concurrency} calls of /predict at once: ${succeeded} succeeded, ${environments} environments`,
          report,
        ),
        legend: {
          top: 56,
          left: 66,
          itemWidth: 22,
          itemHeight: 12,
          itemGap: 28,
          selectedMode: false,
          itemStyle: { borderColor: ink.text, borderWidth: 0.75 },
          textStyle: { fontSize: 12, color: ink.text },
          data: kinds.map(kind => ({ name: `${kind}, n = ${bars(kind).length}`, icon: 'rect' })),
        },
        grid: { left: 70, width: plotWidth, top: 88, bottom: 62 },
        xAxis: {
          type: 'value',
          min: 0,
          max: axisEnd(spans.map(({ call, end }) => ({ end, label: roomy ? labelOf(call, names) : '' }))),
          name: 'time since the first call (ms)',
          nameLocation: 'middle',
          nameGap: 34,
          ...axisStyle,
          axisLabel: { ...axisStyle.axisLabel, showMaxLabel: false, formatter: String },
        },
        yAxis: {
          type: 'category',
          inverse: true,
          data: calls.map(({ index }) => String(index + 1)),
          name: 'call',
          nameLocation: 'middle',
          nameGap: 40,
          ...axisStyle,
          axisTick: { show: false },
          splitLine: { show: false },
        },
        series: kinds.map(kind =>
          barSeries(bars(kind), { thickness: rowHeight * 0.66, name: `${kind}, n = ${bars(kind).length}` }),
        ),
      },
    )
  },
}

const plotWidth = 620

/** Extends the axis until every label has room to the right of its bar. */
function axisEnd(bars: readonly { readonly end: number; readonly label: string }[]): number {
  // A 12 pixel letter of DejaVu Sans is 7.2 wide on average.
  return Math.max(...bars.map(({ end, label }) => (end * plotWidth) / (plotWidth - 16 - label.length * 7.2)))
}

type Kind = 'cold' | 'warm' | 'failed'

const fills: Record<Kind, string> = { cold: ink.cold, warm: ink.warm, failed: '#ffffff' }

function kindOf({ kept, coldStart }: Invocation): Kind {
  if (!kept) return 'failed'
  return coldStart ? 'cold' : 'warm'
}

function labelOf(call: Invocation, names: ReadonlyMap<string, string>): string {
  const environment = call.logStreamName && names.get(call.logStreamName)
  const who = call.kept ? (environment ? `environment ${environment}` : '') : (call.discardedBecause ?? 'failed')
  const label = [`${call.clientMs.toFixed(0)} ms`, who].filter(Boolean).join(' · ')
  return label.length > 48 ? `${label.slice(0, 47)}…` : label
}

/** Names each distinct log stream A, B, C …: one stream is one execution environment. */
function environmentNames(calls: readonly Invocation[]): Map<string, string> {
  const streams = [...new Set(calls.flatMap(({ logStreamName }) => logStreamName ?? []))]
  return new Map(
    streams.map((stream, index) => [stream, index < 26 ? String.fromCharCode(65 + index) : `${index + 1}`]),
  )
}

function models({ parallel }: Report): string {
  return parallel.modelSha256.length === 1 ? 'the same model' : `${parallel.modelSha256.length} models`
}
