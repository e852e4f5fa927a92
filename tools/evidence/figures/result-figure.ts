import type { Invocation } from '../../measure/invocation.ts'
import type { Report } from '../report.ts'

/** One figure of a run's results. The report shows it under its caption; its file is `figures/<name>.svg` and `.png`. */
export interface ResultFigure {
  readonly name: string
  /** What is to be seen, for who cannot see it. */
  alt(report: Report): string
  /** How to read it: quantity, clock, unit, samples, place. */
  caption(report: Report): string
  /** The drawing, as SVG. */
  draw(report: Report, invocations: readonly Invocation[]): string
}
