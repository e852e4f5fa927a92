import { BlockList } from 'node:net'
import type { ConditionBlock } from './policy-document.ts'
import { listOf } from './policy-document.ts'
import { type ConditionContext, PolicyText } from './policy-variables.ts'

export type { ConditionContext } from './policy-variables.ts'

type Comparison = (actual: string, expected: PolicyText) => boolean

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: exactly((actual, expected) => actual === expected),
  StringEqualsIgnoreCase: exactly((actual, expected) => actual.toLowerCase() === expected.toLowerCase()),
  StringLike: (actual, expected) => expected.matches(actual),
  ArnEquals: (actual, expected) => expected.matchesArn(actual),
  ArnLike: (actual, expected) => expected.matchesArn(actual),
  Bool: exactly((actual, expected) => actual.toLowerCase() === expected.toLowerCase()),
  NumericEquals: exactly((actual, expected) => Number(actual) === Number(expected)),
  NumericLessThan: exactly((actual, expected) => Number(actual) < Number(expected)),
  NumericLessThanEquals: exactly((actual, expected) => Number(actual) <= Number(expected)),
  NumericGreaterThan: exactly((actual, expected) => Number(actual) > Number(expected)),
  NumericGreaterThanEquals: exactly((actual, expected) => Number(actual) >= Number(expected)),
  DateEquals: exactly((actual, expected) => time(actual) === time(expected)),
  DateLessThan: exactly((actual, expected) => time(actual) < time(expected)),
  DateLessThanEquals: exactly((actual, expected) => time(actual) <= time(expected)),
  DateGreaterThan: exactly((actual, expected) => time(actual) > time(expected)),
  DateGreaterThanEquals: exactly((actual, expected) => time(actual) >= time(expected)),
  IpAddress: exactly(inRange),
}

/** The opposites of these have Not in their names: StringNotEquals, ArnNotLike, NotIpAddress. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
}

/** Whether IAM has the operator. */
export function isOperator(operator: string): boolean {
  return isOperatorBuilt(operator) || partsOf(operator).name === 'BinaryEquals'
}

/** Whether the local AWS has the operator too. */
export function isOperatorBuilt(operator: string): boolean {
  const { name, ifExists } = partsOf(operator)
  return name === 'Null' ? !ifExists : name in comparisons || name in negations
}

/** All operators and all keys must hold; one of several expected values is enough. */
export function conditionsHold(
  block: ConditionBlock | undefined,
  context: ConditionContext,
  hasVariables = true,
): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const values = listOf(expected as string | readonly string[]).map(
        value => new PolicyText(String(value), hasVariables ? context : undefined),
      )
      return holds(operator, context[key.toLowerCase()], values)
    }),
  )
}

function holds(
  operator: string,
  actual: string | readonly string[] | undefined,
  expected: readonly PolicyText[],
): boolean {
  const { quantifier, name, ifExists } = partsOf(operator)
  if (name === 'Null') return (actual === undefined) === (expected[0]?.value === 'true')
  const negated = negations[name]
  const compare = comparisons[negated ?? name]
  if (!compare) throw new Error(`IAM condition operator ${operator} is not built in the local AWS (iam/conditions.ts)`)
  if (actual === undefined) return holdsWithoutKey(quantifier, Boolean(negated), ifExists)
  const one = (value: string) => expected.some(item => compare(value, item)) !== Boolean(negated)
  const values = listOf(actual)
  return quantifier === 'ForAllValues' ? values.every(one) : values.some(one)
}

/**
 * The result for a key that the request lacks: a positive operator is false and a negated one true. ForAllValues holds
 * and ForAnyValue does not, negated or not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsWithoutKey(quantifier: string | undefined, negated: boolean, ifExists: boolean): boolean {
  if (ifExists || quantifier === 'ForAllValues') return true
  return negated && quantifier !== 'ForAnyValue'
}

function partsOf(operator: string): { quantifier: string | undefined; name: string; ifExists: boolean } {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/s.exec(operator)!
  return { quantifier, name, ifExists: ifExists !== undefined }
}

function exactly(compare: (actual: string, expected: string) => boolean): Comparison {
  return (actual, expected) => expected.value !== undefined && compare(actual, expected.value)
}

/** ISO 8601, or seconds since 1970 as in aws:EpochTime. */
function time(text: string): number {
  return /^\d+$/.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text)
}

function inRange(address: string, range: string): boolean {
  const [network = '', prefix = network.includes(':') ? '128' : '32'] = range.split('/')
  const list = new BlockList()
  list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4')
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}
