import { AwsError } from '../../aws-error.ts'
import { matchesPattern } from '../../iam/match.ts'

/**
 * Compiles a filter pattern to a test of one message. Built: terms (`ERROR "time out" -DEBUG ?a ?b`) and JSON
 * comparisons (`{ $.type = "platform.report" && $.record.requestId = "…" }`, with `=` and `!=`, strings with `*`,
 * numbers, `&&` and `||` without brackets).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws AwsError InvalidParameterException for what is not built
 */
export function compileFilterPattern(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? ''
  if (text === '') return () => true
  return text.startsWith('{') ? jsonFilter(text) : termFilter(text)
}

function termFilter(pattern: string): (message: string) => boolean {
  // Columns between brackets and %regular expressions% are patterns of other kinds, not terms.
  if (/^\[|%/.test(pattern.replace(/"[^"]*"/g, ''))) throw invalid(pattern)
  const terms = pattern.match(/[-?]?"[^"]*"|\S+/g) ?? []
  const wanted = (sign: string) =>
    terms.filter(term => term.startsWith(sign)).map(term => term.slice(sign.length).replace(/^"|"$/g, ''))
  const excluded = wanted('-')
  const optional = wanted('?')
  const required = terms.filter(term => !/^[-?]/.test(term)).map(term => term.replace(/^"|"$/g, ''))
  return message =>
    required.every(term => message.includes(term)) &&
    !excluded.some(term => message.includes(term)) &&
    (optional.length === 0 || optional.some(term => message.includes(term)))
}

function jsonFilter(pattern: string): (message: string) => boolean {
  const inner = /^\{(.*)\}$/s.exec(pattern)?.[1]
  if (inner === undefined) throw invalid(pattern)
  const alternatives = inner
    .split('||')
    .map(alternative => alternative.split('&&').map(part => comparison(part, pattern)))
  return message => {
    const value = parsed(message)
    return value !== undefined && alternatives.some(all => all.every(holds => holds(value)))
  }
}

function comparison(text: string, pattern: string): (value: unknown) => boolean {
  const [, path, operator, quoted, bare] = /^\s*\$\.([\w.-]+)\s*(=|!=)\s*(?:"([^"]*)"|([\w.*-]+))\s*$/.exec(text) ?? []
  if (!path) throw invalid(pattern)
  const expected = quoted ?? bare!
  return value => {
    const actual = path
      .split('.')
      .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value)
    const equal = actual !== undefined && typeof actual !== 'object' && matchesPattern(expected, String(actual), '')
    return operator === '=' ? equal : !equal
  }
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    // A line that is not JSON matches no JSON pattern.
    return undefined
  }
}

function invalid(pattern: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern (or not built in the local AWS): ${pattern}`)
}
