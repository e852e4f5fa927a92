import { CommandError } from './command-error.ts'

/** Formats an error for people: the sentence and its code, its causes, the next step. Adds stacks when debugging. */
export function errorLines(error: unknown, debug: boolean): string[] {
  const lines = [`Error: ${sentence(error)}${code(error)}`]
  for (const cause of causes(error)) {
    const text = sentence(cause)
    if (!lines.some(line => line.includes(text))) lines.push(`  Cause: ${text}${code(cause)}`)
  }
  if (error instanceof CommandError && error.nextStep) lines.push(`Next step: ${error.nextStep}`)
  if (!debug) return lines
  return [...lines, ...[error, ...causes(error)].map(each => (each instanceof Error ? (each.stack ?? '') : ''))]
}

function causes(error: unknown): unknown[] {
  const found: unknown[] = []
  for (let cause = next(error); cause !== undefined && !found.includes(cause); cause = next(cause)) found.push(cause)
  return found
}

// Node reports a refused connection to a name with several addresses as an AggregateError without a message.
function next(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0]
  return error instanceof Error ? (error.cause ?? undefined) : undefined
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || (error instanceof AggregateError ? sentence(error.errors[0]) : error.name)
}

function code(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return ` (${error.code})`
  return error.name === 'Error' ? '' : ` (${error.name})`
}
