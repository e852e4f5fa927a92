import { ink } from './chart.ts'

/** A bar on a time axis, in one row of a category axis. */
export interface Bar {
  readonly row: number
  readonly start: number
  readonly end: number
  readonly fill: string
  /** Written to the right of the bar, or to the right of `labelAfter` on the axis. */
  readonly label?: string
  readonly labelAfter?: number
  readonly dashed?: boolean
}

/** A series of bars that start anywhere. The library's own bars all start at the axis. */
export function barSeries(
  bars: readonly Bar[],
  options: { readonly thickness: number; readonly name?: string; readonly axis?: number },
): object {
  const { thickness, name, axis = 0 } = options
  return {
    type: 'custom',
    silent: true,
    z: 4,
    name,
    xAxisIndex: axis,
    yAxisIndex: axis,
    itemStyle: { color: bars[0]?.fill },
    data: bars.map(({ row, start, end }) => [start, row, end]),
    encode: { x: [0, 2], y: 1 },
    renderItem: ({ dataIndex }: { dataIndex: number }, api: CustomApi) => {
      const { row, start, end, fill, label, labelAfter, dashed } = bars[dataIndex]!
      const [left, middle] = api.coord([start, row])
      const [right] = api.coord([end, row])
      const shape = { x: left, y: middle - thickness / 2, width: Math.max(right - left, 0.5), height: thickness }
      const style = { fill, stroke: ink.text, lineWidth: 0.75, ...(dashed && { lineDash: [4, 3] }) }
      const children: object[] = [{ type: 'rect', shape, style }]
      if (label) children.push(text(label, api.coord([labelAfter ?? end, row])[0] + labelGap, middle))
      return { type: 'group', children }
    },
  }
}

export const labelGap = 6

/** From the end of the bar to the end of its label, pixels: a 12 pixel letter of DejaVu Sans is 7.2 wide on average. */
export function labelWidth(label: string): number {
  return labelGap + label.length * 7.2
}

interface CustomApi {
  coord(point: [x: number, y: number]): [x: number, y: number]
}

function text(content: string, x: number, y: number): object {
  // White around the letters, because grid lines pass behind them.
  const halo = { stroke: '#ffffff', lineWidth: 3 }
  return {
    type: 'text',
    style: { text: content, x, y, fill: ink.text, ...halo, fontSize: 12, verticalAlign: 'middle' },
  }
}
