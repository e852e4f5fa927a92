import type { Invocation } from '../../measure/invocation.ts'
import type { Report } from '../report.ts'

/** One figure of a run's results. The report shows it under its caption; its file is `figures/<name>.svg` and `.png`. */
export interface ResultFigure {
  readonly name: string
  /** Describes the figure for readers who cannot see it. */
  alt(report: Report): string
  /** Explains the figure: quantity, clock, unit, samples, place. */
  caption(report: Report): string
  /** Draws it as SVG. */
  draw(report: Report, invocations: readonly Invocation[]): string
}
