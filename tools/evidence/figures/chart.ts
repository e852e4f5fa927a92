import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Report } from '../report.ts'
import { placeOf } from '../run-place.ts'

use([LineChart, ScatterChart, CustomChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

/** CSS pixels; 96 to the inch. 720 wide is 7.5 inches: a text block's width, its 12 pixel letters 9 points. */
export interface ChartSize {
  readonly width: number
  readonly height: number
}

/** Colours that differ on a grey printer and to any eye. They are never the only difference. */
export const ink = { cold: '#1f4e79', warm: '#f2a541', text: '#1a1a1a', quiet: '#595959', grid: '#d9d9d9' }

// A viewer without DejaVu shows its nearest relative: Verdana has the same kind of shapes and widths.
const fontFamily = 'DejaVu Sans, Verdana, sans-serif'

/** Draws a chart as SVG, without a browser. The same chart gives the same text. */
export function drawChart(size: ChartSize, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily, color: ink.text },
      ...option,
    })
    return still(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

/** The title names the measurement first, then the place and the run. */
export function chartTitle(text: string, report: Report): object {
  const quick = report.quick ? ' · quick run, not for print' : ''
  return chartHeading(text, `${placeOf(report)} · run ${report.runId}${quick}`)
}

/** A title, and below it the origin of the measurements. */
export function chartHeading(text: string, subtext: string): object {
  return {
    text,
    subtext,
    left: 8,
    top: 6,
    itemGap: 6,
    textStyle: { fontFamily, fontSize: 14, fontWeight: 'bold', color: ink.text },
    subtextStyle: { fontFamily, fontSize: 12, color: ink.quiet },
  }
}

export const axisStyle = {
  nameTextStyle: { fontSize: 12, color: ink.text },
  axisLabel: { fontSize: 12, color: ink.text },
  axisLine: { show: true, onZero: false, lineStyle: { color: ink.text } },
  axisTick: { show: true, lineStyle: { color: ink.text } },
  splitLine: { show: true, lineStyle: { color: ink.grid } },
} as const

/** The style of an axis that is marked at these values only. */
export function axisMarkedAt(ticks: readonly number[]) {
  return {
    ...axisStyle,
    axisTick: { ...axisStyle.axisTick, customValues: ticks },
    axisLabel: { ...axisStyle.axisLabel, customValues: ticks, formatter: String },
  }
}

/**
 * Removes the library's classes with hover styles, which are for a mouse, and its ids that count the charts of the
 * process, which would make the second drawing differ from the first.
 */
function still(svg: string): string {
  return svg
    .replace(/<style\s*>[^]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/ ecmeta_\w+="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'chart-')
}
