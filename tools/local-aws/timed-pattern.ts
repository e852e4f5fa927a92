import { createContext, Script } from 'node:vm'

/** Far more time than a pattern needs that does not try every way to split its text. */
const longestMs = 250

/** The error for a pattern that takes too long. AWS's own limits are not documented. */
export class SlowPattern extends Error {
  constructor(pattern: string, cause: unknown) {
    super(`The pattern ${pattern} takes more than ${longestMs} ms for one value.`, { cause })
  }
}

/**
 * Whether a user's pattern matches the whole text.
 *
 * The time of some patterns doubles with each character; the best known one is `(a+)+$`. The time limit also interrupts
 * the engine of regular expressions (https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options). It does
 * not interrupt the compilation of a pattern, which can take minutes for dozens of groups like `(|)`.
 *
 * @throws SlowPattern after 250 ms, SyntaxError for an invalid pattern
 */
export function matchesWhole(pattern: string, text: string): boolean {
  const whole = `^(?:${pattern})$`
  new RegExp(whole)
  try {
    return new Script('new RegExp(whole).test(text)').runInContext(createContext({ whole, text }), {
      timeout: longestMs,
    })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause
    throw new SlowPattern(pattern, cause)
  }
}

/** Whether a pattern has syntax that Java has and JavaScript has not, or means otherwise. AWS's patterns are Java's. */
export function isJavaOnly(pattern: string): boolean {
  return /\\[AZzGQEhHvVRX]|\\p\{|[*+?}]\+|&&|\(\?[a-z]+\)/.test(pattern)
}
