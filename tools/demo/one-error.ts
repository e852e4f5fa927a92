import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'

/** Combines all failures of a run into one error, which takes its code from the first and lists the others. */
export function oneError(failures: readonly unknown[]): unknown {
  const [first, ...others] = failures.map(explainAwsError)
  if (others.length === 0) return first
  const message = [sentence(first), ...others.map(other => `Besides (${code(other)}): ${sentence(other)}`)].join('\n')
  const nextSteps = [first, ...others].flatMap(one => (one instanceof CommandError && one.nextStep ? one.nextStep : []))
  const nextStep = [...new Set(nextSteps)].join(' ')
  return new CommandError(code(first), message, { cause: first, ...(nextStep && { nextStep }) })
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}

function code(error: unknown): string {
  if (error instanceof CommandError) return error.code
  return error instanceof Error ? error.name : 'Error'
}
