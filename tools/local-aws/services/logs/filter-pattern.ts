import { AwsError } from '../../aws-error.ts'
import { compileJsonFilter } from './json-filter.ts'

/**
 * Compiles a filter pattern to a test of one message. Built: terms (`ERROR "time out" -DEBUG ?a ?b`) and JSON
 * (`{ $.type = "platform.report" && $.record.requestId = "…" }`, json-filter.ts).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws AwsError InvalidParameterException for any other pattern
 */
export function compileFilterPattern(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? ''
  if (text === '') return () => true
  if (!text.startsWith('{')) return termFilter(text)
  const filter = compileJsonFilter(text)
  if (!filter) throw invalid(text)
  return filter
}

function termFilter(pattern: string): (message: string) => boolean {
  // Columns between brackets and %regular expressions% are other kinds of patterns, not terms.
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

function invalid(pattern: string): AwsError {
  return new AwsError('InvalidParameterException', `Invalid filter pattern (or not built in the local AWS): ${pattern}`)
}
