import { cpus, totalmem } from 'node:os'
import { median } from 'simple-statistics'
import type { Progress } from '../command/progress.ts'
import type { Ratio } from './ratio.ts'

export interface BenchOptions {
  /** The number of new processes a case. */
  readonly processes: number
  /** The size of the large model. */
  readonly largeBytes: number
  /** The number of measurements a case, where each takes seconds. */
  readonly rounds: number
  /** The size of the ingested object. */
  readonly ingestBytes: number
  /** The sizes of the models for first predictions. */
  readonly modelMebibytes: readonly number[]
  readonly progress: Progress
  readonly signal?: AbortSignal
}

export interface BenchTable {
  readonly title: string
  readonly columns: readonly string[]
  /** The first cell is a name, the others are numbers. */
  readonly rows: readonly (readonly string[])[]
  /** The number of measurements a case. */
  readonly samples: number
  /** Ratios that must hold on every machine. */
  readonly ratios?: readonly Ratio[]
}

/** The median, minimum and maximum, as cells of a table. */
export function spreadCells(times: readonly number[]): string[] {
  return [median([...times]), Math.min(...times), Math.max(...times)].map(value => value.toFixed(0))
}

/** Formats the table as Markdown, for the terminal and for documents. */
export function formatTable({ title, columns, rows }: BenchTable): string {
  const widths = columns.map((column, index) => Math.max(column.length, 4, ...rows.map(row => row[index]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!))).join(' | ')} |`
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [`${title}:`, '', line(columns), line(rule), ...rows.map(line)].join('\n')
}

/** The machine on which a table was measured. Its numbers say nothing about another machine. */
export function machine(): string {
  const [processor] = cpus()
  const memory = `${(totalmem() / 1024 ** 3).toFixed(0)} GiB`
  return (
    `${new Date().toISOString().slice(0, 10)}, ${process.platform}/${process.arch}, ` +
    `${cpus().length} × ${processor?.model.trim() || 'unknown processor'}, ${memory}, Node ${process.versions.node}`
  )
}
