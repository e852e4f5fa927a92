import { BlockList } from 'node:net'
import { matchesPattern } from './match.ts'
import type { ConditionBlock } from './policy-document.ts'
import { listOf } from './policy-document.ts'

/** Condition keys in lower case, as IAM compares them. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>

type Comparison = (actual: string, expected: string) => boolean

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => matchesPattern(expected, actual),
  ArnEquals: (actual, expected) => matchesPattern(expected, actual),
  ArnLike: (actual, expected) => matchesPattern(expected, actual),
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  NumericEquals: (actual, expected) => Number(actual) === Number(expected),
  NumericLessThan: (actual, expected) => Number(actual) < Number(expected),
  NumericLessThanEquals: (actual, expected) => Number(actual) <= Number(expected),
  NumericGreaterThan: (actual, expected) => Number(actual) > Number(expected),
  NumericGreaterThanEquals: (actual, expected) => Number(actual) >= Number(expected),
  DateLessThan: (actual, expected) => Date.parse(actual) < Date.parse(expected),
  DateGreaterThan: (actual, expected) => Date.parse(actual) > Date.parse(expected),
  IpAddress: (actual, expected) => inRange(actual, expected),
}

/** The opposite of these is written with Not: StringNotEquals, ArnNotLike, NotIpAddress. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  NotIpAddress: 'IpAddress',
}

/** All operators and all keys must hold; of several expected values one suffices. */
export function conditionsHold(block: ConditionBlock | undefined, context: ConditionContext): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const values = listOf(expected as string | readonly string[]).map(String)
      return holds(operator, context[key.toLowerCase()], values)
    }),
  )
}

function holds(operator: string, actual: string | readonly string[] | undefined, expected: readonly string[]): boolean {
  const [, quantifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(operator)!
  if (name === 'Null') return (actual === undefined) === (expected[0] === 'true')
  const negated = negations[name!]
  const compare = comparisons[negated ?? name!]
  if (!compare) throw new Error(`IAM condition operator ${operator} is not built in the local AWS (iam/conditions.ts)`)
  // A key that the request does not have makes a positive operator false and a negated one true.
  if (actual === undefined) return Boolean(ifExists) || Boolean(negated) || quantifier === 'ForAllValues'
  const one = (value: string) => expected.some(item => compare(value, item)) !== Boolean(negated)
  const values = listOf(actual)
  return quantifier === 'ForAllValues' ? values.every(one) : values.some(one)
}

function inRange(address: string, range: string): boolean {
  const [network = '', prefix = '32'] = range.split('/')
  const list = new BlockList()
  list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4')
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}
