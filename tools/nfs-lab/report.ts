import type { FileOutcome } from '../testing/file-outcome.ts'
import type { Observation } from './observation.ts'
import type { CompareOnNfs } from './run-compare.ts'
import type { DemoOnNfs } from './run-demo.ts'

/** The output of `npm run nfs -- --json`. */
export interface LabReport {
  readonly server: string
  readonly kernel: string
  readonly backEnd: string
  readonly mountOptions: string
  readonly bringUpSeconds: number
  readonly seconds: number
  readonly observations: readonly Observation[]
  readonly files: readonly Pick<FileOutcome, 'file' | 'ok' | 'assertions' | 'durationMs' | 'failures' | 'skipped'>[]
  readonly demo?: DemoOnNfs
  readonly compare?: CompareOnNfs
}

/** Named in every report, so that nobody mistakes it for EFS. */
export const serverName = 'Linux knfsd on ext4, not EFS'

const columns = ['what', 'value', 'unit', 'verdict'] as const
type Cells = Readonly<Record<(typeof columns)[number], string>>

/** Formats the report for people: the machine, then the observations by file and test. */
export function reportLines({
  server,
  kernel,
  backEnd,
  mountOptions,
  observations,
  demo,
  compare,
}: LabReport): string[] {
  const rows = observations.map(row => ({ ...row, what: row.what || '(nothing recorded)', value: String(row.value) }))
  const widths = columns.map(column => Math.max(column.length, ...rows.map(row => row[column].length)))
  const line = (cells: Cells) => {
    const padded = columns.map((column, at) =>
      column === 'value' ? cells[column].padStart(widths[at]!) : cells[column].padEnd(widths[at]!),
    )
    return `    ${padded.join('  ').trimEnd()}`
  }
  const lines = [
    `Server   ${server}`,
    `Kernel   Linux ${kernel}, ${backEnd === 'uml' ? 'User Mode Linux' : "the machine's own"}`,
    `Mounts   ${mountOptions}`,
    '',
    line({ what: 'what', value: 'value', unit: 'unit', verdict: 'verdict' }),
  ]
  rows.forEach((row, at) => {
    const previous = rows[at - 1]
    if (row.file !== previous?.file) lines.push('', row.file)
    if (row.file !== previous?.file || row.test !== previous.test) lines.push(`  ${row.test}`)
    lines.push(line(row))
  })
  if (demo) lines.push('', ...demoLines(demo))
  if (compare)
    lines.push('', `Compare  ${compare.ok ? 'done' : 'failed'}, ${compare.seconds.toFixed(0)} s`, compare.output)
  return lines
}

function demoLines({ seconds, criteria, bundle }: DemoOnNfs): string[] {
  const time = `${seconds.toFixed(0)} s`
  if (criteria.length === 0) return [`Demo     ended before it had checked a criterion, ${time}`]
  const lines = [`Demo     ${verdictCounts(criteria)}, of ${criteria.length} criteria, ${time}`]
  for (const { id, claim, verdict, why } of criteria) {
    if (verdict !== 'held') lines.push(`  ${id}  ${verdict}: ${claim}`, `       ${why}`)
  }
  return bundle ? [...lines, `  Its evidence is in ${bundle}`] : lines
}

/** `12 held, 0 did not hold, 1 too slow here` */
export function verdictCounts(observations: readonly Pick<Observation, 'verdict'>[]): string {
  return (['held', 'did not hold', 'too slow here'] as const)
    .map(verdict => `${observations.filter(each => each.verdict === verdict).length} ${verdict}`)
    .join(', ')
}
