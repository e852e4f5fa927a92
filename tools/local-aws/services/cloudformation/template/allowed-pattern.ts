import { isJavaOnly, matchesWhole, SlowPattern } from '../../../timed-pattern.ts'
import { formatError, notBuilt } from './template-error.ts'

/**
 * Whether the whole text matches a template's pattern.
 *
 * @throws AwsError ValidationError for an invalid pattern, NotImplemented for one that takes too long
 */
export function matchesAllowedPattern(pattern: string, text: string): boolean {
  checkAllowedPattern(pattern)
  try {
    return matchesWhole(pattern, text)
  } catch (cause) {
    if (!(cause instanceof SlowPattern)) throw cause
    throw Object.assign(notBuilt(`enough time for a parameter's pattern. ${cause.message}`), { cause })
  }
}

/**
 * Checks the pattern of a parameter's declaration. Unlike AWS: patterns are JavaScript's.
 *
 * @throws AwsError as `matchesAllowedPattern`
 */
export function checkAllowedPattern(pattern: string): void {
  if (isJavaOnly(pattern)) throw notBuilt(`patterns of Java alone: ${pattern}`)
  try {
    new RegExp(pattern)
  } catch (cause) {
    throw Object.assign(formatError(`Invalid AllowedPattern ${pattern}`), { cause })
  }
}
