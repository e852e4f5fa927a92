import type { Invocation } from '../../measure/invocation.ts'
import type { BundleFile } from '../bundle.ts'
import type { Report } from '../report.ts'
import { svgToPng } from '../svg-to-png.ts'
import { latencyDistribution } from './latency-distribution.ts'
import { parallelCalls } from './parallel-calls.ts'
import type { ResultFigure } from './result-figure.ts'
import { timeByStage } from './time-by-stage.ts'

/** The figures in the report's order. */
export const resultFigures: readonly ResultFigure[] = [latencyDistribution, timeByStage, parallelCalls]

/** Draws every figure as SVG for print and as PNG for viewers without SVG. The same run gives the same bytes. */
export async function drawResultFigures(report: Report, invocations: readonly Invocation[]): Promise<BundleFile[]> {
  const files: BundleFile[] = []
  for (const { name, draw } of resultFigures) {
    const svg = draw(report, invocations)
    files.push(
      { path: `figures/${name}.svg`, content: svg },
      { path: `figures/${name}.png`, content: await svgToPng(svg) },
    )
  }
  return files
}
