import { matchesPattern } from '../../iam/match.ts'
import { at, type JsonPath, readPath } from './json-path.ts'

type Test = (value: unknown) => boolean

/** The limit of nested brackets, for each of which the compiler makes a call. */
const maxDepth = 30

/**
 * Compiles `{ … }` to a test of one message, which is false for a message that is not JSON:
 *
 *     $.a.b[0].c OPERATOR VALUE    = != < > <= >=, a text with `*` or a number
 *     $.a IS NULL | IS TRUE | IS FALSE | NOT EXISTS
 *     … && …   … || …   ( … )      && before ||
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @returns `undefined` for any other text
 */
export function compileJsonFilter(pattern: string): ((message: string) => boolean) | undefined {
  const inner = /^\{(.*)\}$/s.exec(pattern)?.[1]
  const reader = inner === undefined ? undefined : new Reader(inner)
  const test = reader?.alternatives(0)
  if (!reader || !test || !reader.atEnd) return undefined
  return message => {
    const value = parsed(message)
    return value !== undefined && test(value)
  }
}

class Reader {
  #rest: string

  constructor(text: string) {
    this.#rest = text.trimStart()
  }

  get atEnd(): boolean {
    return this.#rest === ''
  }

  alternatives(depth: number): Test | undefined {
    const tests = this.#list('||', () => this.#conjunction(depth))
    return tests && (value => tests.some(test => test(value)))
  }

  #conjunction(depth: number): Test | undefined {
    const tests = this.#list('&&', () => this.#term(depth))
    return tests && (value => tests.every(test => test(value)))
  }

  #list(separator: string, read: () => Test | undefined): Test[] | undefined {
    const tests: Test[] = []
    do {
      const test = read()
      if (!test) return undefined
      tests.push(test)
    } while (this.#take(separator))
    return tests
  }

  #term(depth: number): Test | undefined {
    if (!this.#take('(')) return this.#comparison()
    const test = depth < maxDepth ? this.alternatives(depth + 1) : undefined
    return test && this.#take(')') ? test : undefined
  }

  #comparison(): Test | undefined {
    const path = this.#path()
    if (!path) return undefined
    const state = this.#match(/^(IS\s+NULL|IS\s+TRUE|IS\s+FALSE|NOT\s+EXISTS)(?![\w-])/i)?.[1]
    if (state) return stateTest(path, state.toUpperCase().replace(/\s+/, ' '))
    const operator = this.#match(/^(!=|<=|>=|=|<|>)/)?.[1]
    const [, quoted, bare] = this.#match(/^(?:"((?:[^"\\]|\\.)*)"|([\w.*+-]+))/) ?? []
    if (!operator || (quoted ?? bare) === undefined) return undefined
    const expected = quoted?.replace(/\\(.)/g, '$1') ?? bare!
    if (operator === '=' || operator === '!=') {
      const equal = equality(path, expected)
      return operator === '=' ? equal : value => !equal(value)
    }
    return quoted === undefined && isNumber(expected) ? order(path, operator, Number(expected)) : undefined
  }

  #path(): JsonPath | undefined {
    const read = readPath(this.#rest)
    if (!read) return undefined
    this.#rest = read.rest.trimStart()
    return read.path
  }

  #take(text: string): boolean {
    if (!this.#rest.startsWith(text)) return false
    this.#rest = this.#rest.slice(text.length).trimStart()
    return true
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.#rest)
    if (match) this.#rest = this.#rest.slice(match[0].length).trimStart()
    return match
  }
}

function stateTest(path: JsonPath, state: string): Test {
  if (state === 'NOT EXISTS') return value => at(value, path) === undefined
  const wanted = { 'IS NULL': null, 'IS TRUE': true, 'IS FALSE': false }[state]
  return value => at(value, path) === wanted
}

function equality(path: JsonPath, expected: string): Test {
  return value => {
    const actual = at(value, path)
    if (actual === undefined || typeof actual === 'object') return false
    if (typeof actual === 'number' && isNumber(expected)) return actual === Number(expected)
    return matchesPattern(expected, String(actual), '')
  }
}

/** Only numbers have an order. */
function order(path: JsonPath, operator: string, bound: number): Test {
  const holds = {
    '<': (number: number) => number < bound,
    '>': (number: number) => number > bound,
    '<=': (number: number) => number <= bound,
    '>=': (number: number) => number >= bound,
  }[operator]!
  return value => {
    const actual = at(value, path)
    return typeof actual === 'number' && holds(actual)
  }
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    // A line that is not JSON matches no JSON pattern.
    return undefined
  }
}
