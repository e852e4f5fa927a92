import type { FileOutcome } from '../testing/file-outcome.ts'
import type { Observation } from './observation.ts'

/** What `npm run nfs -- --json` prints. */
export interface LabReport {
  readonly server: string
  readonly kernel: string
  readonly backEnd: string
  readonly mountOptions: string
  readonly bringUpSeconds: number
  readonly seconds: number
  readonly observations: readonly Observation[]
  readonly files: readonly Pick<FileOutcome, 'file' | 'ok' | 'assertions' | 'durationMs' | 'failures' | 'skipped'>[]
  readonly demo?: { readonly status: number | null; readonly seconds: number }
}

/** So that nobody takes one for the other. */
export const serverName = 'Linux knfsd on ext4, not EFS'

const headings = ['test', 'what', 'value', 'unit', 'verdict'] as const

/** For people: where it was seen, then a block of rows for each file. */
export function reportLines({ server, kernel, backEnd, mountOptions, observations, demo }: LabReport): string[] {
  const rows = observations.map(({ value, ...others }) => ({ ...others, value: String(value) }))
  const width = (column: (typeof headings)[number]) =>
    Math.max(column.length, ...rows.map(row => row[column].length), 0)
  const widths = new Map(headings.map(column => [column, width(column)]))
  const line = (row: Readonly<Record<(typeof headings)[number], string>>) =>
    `  ${headings
      .map(column =>
        column === 'value' ? row[column].padStart(widths.get(column)!) : row[column].padEnd(widths.get(column)!),
      )
      .join('  ')
      .trimEnd()}`
  const heading = line({ test: 'test', what: 'what', value: 'value', unit: 'unit', verdict: 'verdict' })
  const files = [...new Set(rows.map(({ file }) => file))]
  return [
    `Server   ${server}`,
    `Kernel   Linux ${kernel}, ${backEnd === 'uml' ? 'User Mode Linux' : "the machine's own"}`,
    `Mounts   ${mountOptions}`,
    ...files.flatMap(file => ['', file, heading, ...rows.filter(row => row.file === file).map(line)]),
    ...(demo ? ['', `Demo     ${demo.status === 0 ? 'passed' : 'FAILED'}, ${demo.seconds.toFixed(0)} s`] : []),
  ]
}

/** `12 held, 0 did not hold, 1 too slow here` */
export function verdictCounts(observations: readonly Observation[]): string {
  return (['held', 'did not hold', 'too slow here'] as const)
    .map(verdict => `${observations.filter(each => each.verdict === verdict).length} ${verdict}`)
    .join(', ')
}
