import { createContext, Script } from 'node:vm'
import { formatError, notBuilt } from './template-error.ts'

/** Far more time than a pattern needs that does not try every way to split its text. */
const longestMs = 250

/**
 * Whether the whole text matches a template's pattern.
 *
 * The time of some patterns doubles with each character; the best known one is `(a+)+$`. The time limit also interrupts
 * the engine of regular expressions (https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options).
 * CloudFormation's own limit is not documented.
 *
 * @throws AwsError ValidationError for an invalid pattern, NotImplemented for one that takes too long
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

/**
 * Unlike AWS: patterns are JavaScript's. Syntax that only Java has is refused, because it would mean something else.
 */
const onlyJava = /\\[AZzGQEhHvVRX]|\\p\{|[*+?}]\+|&&|\(\?[a-z]+\)/

/** Checks the pattern of a parameter's declaration. @throws AwsError as `matchesAllowedPattern` */
export function checkAllowedPattern(pattern: string): void {
  if (onlyJava.test(pattern)) throw notBuilt(`patterns of Java alone: ${pattern}`)
  try {
    new RegExp(pattern)
  } catch (cause) {
    throw Object.assign(formatError(`Invalid AllowedPattern ${pattern}`), { cause })
  }
}
