import { median } from 'simple-statistics'
import { barSeries } from '../../evidence/figures/bars.ts'
import { axisStyle, chartHeading, drawChart, ink } from '../../evidence/figures/chart.ts'
import { medianStages } from '../../evidence/figures/median-stages.ts'
import { type Comparison, placeSentence } from '../comparison.ts'
import { comparedStores } from '../stores.ts'
import { legendOf, shortTitle } from './store-style.ts'

// From dark to light, so that neighbours differ in grey.
const fills: Readonly<Record<string, string>> = {
  initialisation: '#1f4e79',
  'read input': '#dce6f1',
  'load model': '#5b93d0',
  inference: '#f2d9a6',
  'write result': '#777777',
  'rest of function': '#c9c9c9',
  'outside function': '#ffffff',
}

/** Draws the stages of cold calls at one size, store by store: the medians one after another. */
export function stagesByStore(comparison: Comparison, sizeMib: number): string {
  const rows = comparison.rows.filter(row => row.phase === 'cold' && row.sizeMib === sizeMib)
  const stores = comparedStores.map(({ id }) => id).filter(id => rows.some(row => row.store === id && row.kept))
  const bars = stores.flatMap((store, row) => {
    const own = rows.filter(row => row.store === store)
    const { stages, samples } = medianStages(
      own.map(call => ({ ...call, phase: 'cold' as const })),
      'cold',
    )
    let end = 0
    const parts = stages.map(({ name, ms }) => ({
      name,
      row,
      start: end,
      end: (end += ms),
      fill: fills[name] ?? '#eeeeee',
    }))
    const whole = median(own.filter(({ kept }) => kept).map(({ clientMs }) => clientMs))
    const label = `median of the whole ${whole.toFixed(0)} ms, n = ${samples}`
    return parts.map((part, index) => (index === parts.length - 1 ? { ...part, label } : part))
  })
  const names = [...new Set(bars.map(({ name }) => name))]
  const most = Math.max(1, ...bars.map(({ end }) => end))
  return drawChart(
    { width: 720, height: 166 + 62 * Math.max(1, stores.length) },
    {
      title: chartHeading(`Stages of a cold call with ${sizeMib} MiB`, placeSentence(comparison)),
      legend: legendOf(16),
      grid: { left: 150, right: 30, top: 70, bottom: 96 },
      xAxis: {
        type: 'value',
        min: 0,
        max: roundUp(most * 1.75),
        name: 'median of each stage (ms), one after another',
        nameLocation: 'middle',
        nameGap: 28,
        ...axisStyle,
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: stores.map(shortTitle),
        ...axisStyle,
        splitLine: { show: false },
        axisTick: { show: false },
      },
      series: names.map(name => ({
        ...barSeries(
          bars.filter(bar => bar.name === name),
          { thickness: 24, name },
        ),
        itemStyle: { color: fills[name] ?? '#eeeeee', borderColor: ink.text, borderWidth: 0.75 },
      })),
    },
  )
}

/** Rounds up to two digits, so that the axis ends at a simple number. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.ceil(value / unit / 5) * unit * 5
}
