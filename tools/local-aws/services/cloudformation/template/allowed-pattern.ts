import type { AwsError } from '../../../aws-error.ts'
import { checkPattern, matchesWhole, PatternFault } from '../../../timed-pattern.ts'
import { formatError, notBuilt } from './template-error.ts'

/**
 * Whether the whole text matches a template's pattern.
 *
 * @throws AwsError ValidationError for an invalid pattern, NotImplemented for one that the local AWS cannot evaluate
 */
export function matchesAllowedPattern(pattern: string, text: string): boolean {
  try {
    return matchesWhole(pattern, text)
  } catch (error) {
    throw refusal(error, pattern)
  }
}

/**
 * Checks the pattern of a parameter's declaration.
 *
 * @throws AwsError as `matchesAllowedPattern`
 */
export function checkAllowedPattern(pattern: string): void {
  try {
    checkPattern(pattern)
  } catch (error) {
    throw refusal(error, pattern)
  }
}

function refusal(fault: unknown, pattern: string): AwsError {
  if (!(fault instanceof PatternFault)) throw fault
  const refused =
    fault.kind === 'invalid'
      ? formatError(`Invalid AllowedPattern ${pattern}`)
      : notBuilt(`all patterns of Java. ${fault.message}`.replace(/\.$/, ''))
  return Object.assign(refused, { cause: fault })
}
