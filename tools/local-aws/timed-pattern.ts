import { createRequire } from 'node:module'
import { type Context, createContext, Script } from 'node:vm'
import type { RE2JS } from 're2js'
import { lookaround } from './lookaround.ts'

type Engine = typeof RE2JS

// Loaded with the first pattern, since it takes longer than the rest of the start of the local AWS.
const require = createRequire(import.meta.url)
const loadEngine = (): Engine => (require('re2js') as typeof import('re2js')).RE2JS

/** Far more processor time than any useful pattern needs. */
const longestCpuMs = 250

/** The longest wait for that processor time, on a machine that is busy with other work. */
const longestWaitMs = 16_000

/** A pattern that cannot be evaluated. The message begins with "The pattern". */
export class PatternFault extends Error {
  /** `invalid`: AWS refuses it too. `notBuilt`: AWS may accept it. */
  readonly kind: 'invalid' | 'notBuilt'

  constructor(kind: PatternFault['kind'], pattern: string, fault: string, cause?: unknown) {
    super(`The pattern ${pattern} ${fault}.`, { cause })
    this.kind = kind
  }
}

/**
 * Checks a user's pattern. AWS's patterns are Java's
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html). Here RE2
 * evaluates them, or V8 if they have lookaround. A pattern that neither supports, or that means something else in Java,
 * is refused. Unlike AWS: `.` matches carriage returns.
 *
 * @throws PatternFault
 */
export function checkPattern(pattern: string): void {
  timed(pattern, engine => compiled(engine, pattern))
}

/**
 * Whether a user's pattern matches the whole text.
 *
 * @throws PatternFault
 */
export function matchesWhole(pattern: string, text: string): boolean {
  return timed(pattern, engine => compiled(engine, pattern).matches(text))
}

function compiled(engine: Engine, pattern: string): Pick<RE2JS, 'matches'> {
  const result = compiledBy(engine, pattern)
  if (differsInJava(pattern)) throw new PatternFault('notBuilt', pattern, 'means something else in Java than in RE2')
  return result
}

function compiledBy(engine: Engine, pattern: string): Pick<RE2JS, 'matches'> {
  try {
    return engine.compile(withCodePoints(pattern))
  } catch (cause) {
    if ((cause as Error).name !== 'RE2JSSyntaxException') throw cause
    const byV8 = lookaround(pattern)
    if (byV8) return byV8
    if (isInvalid(pattern)) throw new PatternFault('invalid', pattern, 'is not a regular expression', cause)
    throw new PatternFault('notBuilt', pattern, 'has syntax that RE2 does not have', cause)
  }
}

/**
 * Interrupts work that takes too much processor time. The engine needs time in proportion to the text, but also to the
 * pattern and its repetitions. RE2JS is JavaScript, which can be interrupted at any moment; V8's own engine cannot
 * while it compiles. The limit of `node:vm` is wall-clock time (https://nodejs.org/api/vm.html), so on a busy machine
 * the work starts again with a longer limit.
 */
function timed<Result>(pattern: string, work: (engine: Engine) => Result): Result {
  const engine = loadEngine()
  context ??= createContext(current)
  current.work = () => work(engine)
  for (let timeout = longestCpuMs; ; timeout *= 2) {
    const before = process.cpuUsage()
    try {
      return script.runInContext(context, { timeout }) as Result
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause
      const { user, system } = process.cpuUsage(before)
      if ((user + system) / 1000 < 0.9 * longestCpuMs && timeout < longestWaitMs) continue
      throw new PatternFault('notBuilt', pattern, `takes more than ${longestCpuMs} ms`, cause)
    }
  }
}

// Made once: a context takes longer than a pattern. Work is synchronous, so there is one at a time.
const script = new Script('work()')
const current = { work: (): unknown => undefined }
let context: Context | undefined

/** RE2 writes the `\u00e9` of Java as `\x{00e9}`. */
function withCodePoints(pattern: string): string {
  return pattern.replace(/\\(?:u([\da-f]{4})|[^])/gi, (escape, hex?: string) => (hex ? `\\x{${hex}}` : escape))
}

/** Whether the pattern is invalid in Java and in JavaScript. JavaScript's engine only parses it. */
function isInvalid(pattern: string): boolean {
  if (/\\[AZzGQEhHvVRX]|[*+?}]\+|&&|\(\?[a-z]+\)/.test(pattern)) return false
  try {
    new RegExp(pattern)
    return false
  } catch {
    // RE2's error already names the fault.
    return true
  }
}

/** Whether a pattern that RE2 accepts has a class within a class, `{` as text, `\v`, `(?P<` or `(?U)`. */
function differsInJava(pattern: string): boolean {
  const withoutEscapes = pattern.replace(/\\(?:[pPx]\{[^}]*\}|[^v])/g, 'a')
  const classes = /\[\^?\]?[^\]]*\]/g
  return (
    withoutEscapes.includes('\\') ||
    (withoutEscapes.match(classes) ?? []).some(one => one.includes('[', 1) || one.includes('&&')) ||
    /\{(?!\d+(?:,\d*)?\})|\(\?(?:P|[a-z]*U)/.test(withoutEscapes.replace(classes, 'a'))
  )
}
