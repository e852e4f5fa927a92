import { createContext, Script } from 'node:vm'
import { formatError, notBuilt } from './template-error.ts'

/** Far more than a pattern needs that does not try every way to split its text. */
const longestMs = 250

/**
 * Whether the whole of a text matches a template's pattern.
 *
 * Some patterns need time that doubles with each character, `(a+)+$` the best known. The limit of time interrupts the
 * engine of regular expressions too (https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options); how
 * CloudFormation bounds them is not documented.
 *
 * @throws AwsError ValidationError for what is no pattern, NotImplemented for one that takes too long
 */
export function matchesAllowedPattern(pattern: string, text: string): boolean {
  checkAllowedPattern(pattern)
  try {
    return new Script('new RegExp(pattern).test(text)').runInContext(
      createContext({ pattern: `^(?:${pattern})$`, text }),
      { timeout: longestMs },
    )
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause
    const slow = notBuilt(`time for the pattern ${pattern}, which takes more than ${longestMs} ms for one value`)
    throw Object.assign(slow, { cause })
  }
}

/** Unlike AWS: patterns are JavaScript's; what only Java's have is refused, or it would mean something else. */
const onlyJava = /\\[AZzGQEhHvVRX]|\\p\{|[*+?}]\+|&&|\(\?[a-z]+\)/

/** @throws AwsError as `matchesAllowedPattern`, for the template in which the pattern stands */
export function checkAllowedPattern(pattern: string): void {
  if (onlyJava.test(pattern)) throw notBuilt(`patterns of Java alone: ${pattern}`)
  try {
    new RegExp(pattern)
  } catch (cause) {
    throw Object.assign(formatError(`Invalid AllowedPattern ${pattern}`), { cause })
  }
}
