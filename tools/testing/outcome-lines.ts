import { stringify } from 'yaml'
import type { Failure, FileOutcome } from './file-outcome.ts'

/** A file's result: one line if it passed; otherwise also each failure with its place, and the output of the code. */
export function fileLines(outcome: FileOutcome): string[] {
  const { file, ok, assertions, failures, durationMs, output } = outcome
  const seconds = `${(durationMs / 1000).toFixed(1)} s`
  if (ok) return [`ok      ${file}  ${count(assertions, 'assertion')}, ${seconds}`]
  return [
    `not ok  ${file}  ${count(assertions, 'assertion')}, ${failures.length} failed, ${seconds}`,
    ...failures.flatMap(failureLines),
    ...(output.trim() === '' ? [] : ['  Output of the tested code:', ...indented(output.slice(-outputShown), 4)]),
  ]
}

// In characters, from the end, which usually has the error.
const outputShown = 4000

export function failureLines({ name, diagnostics }: Failure): string[] {
  const { at, source, diff, stack, ...others } = diagnostics
  const shown = omit(others, ['compare', 'tapCaught', ...(diff ? ['found', 'wanted', 'doesNotWant', 'pattern'] : [])])
  return [
    `  ${name}`,
    ...placeLines(at),
    ...indented(source, 6),
    ...indented(diff, 4),
    ...(Object.keys(shown).length > 0 ? indented(stringify(shown), 4) : []),
    ...(stack ? ['    stack:', ...indented(stack, 6)] : []),
    '',
  ]
}

function placeLines(at: unknown): string[] {
  if (typeof at !== 'object' || at === null || !('fileName' in at)) return []
  const { fileName, lineNumber, columnNumber } = at as Record<string, unknown>
  return [`    at ${fileName}:${lineNumber}:${columnNumber}`]
}

function omit(record: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))
}

function indented(text: unknown, columns: number): string[] {
  if (text === undefined || text === null || text === '') return []
  return String(text)
    .trimEnd()
    .split('\n')
    .map(line => ' '.repeat(columns) + line)
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
