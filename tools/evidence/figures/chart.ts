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

/** Dark and light enough to differ on a grey printer and to any eye; never the only difference. */
export const ink = { cold: '#1f4e79', warm: '#f2a541', text: '#1a1a1a', quiet: '#595959', grid: '#d9d9d9' }

// Whoever opens the SVG without DejaVu sees its nearest relative: Verdana is of the same family of shapes and width.
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

/** What was measured, then where, in which run. */
export function chartTitle(text: string, report: Report): object {
  const quick = report.quick ? ' · quick run, not for print' : ''
  return {
    text,
    subtext: `${placeOf(report)} · run ${report.runId}${quick}`,
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

/**
 * Without what the library adds for a mouse, classes with hover styles; and with ids that do not count the charts of
 * the process, by which the second drawing would differ from the first.
 */
function still(svg: string): string {
  return svg
    .replace(/<style\s*>[^]*?<\/style>/g, '')
    .replace(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/ ecmeta_\w+="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'chart-')
}
