import t from 'tap'
import { conditionsHold, isOperator, isOperatorBuilt } from './conditions.ts'
import type { OneOrMany } from './policy-document.ts'

/** The result of one operator for one key. */
function holds(operator: string, expected: OneOrMany, actual?: OneOrMany, variables: Record<string, string> = {}) {
  const context = { ...variables, ...(actual !== undefined && { 'aws:k': actual }) }
  return conditionsHold({ [operator]: { 'aws:K': expected } }, context)
}

type Case = readonly [operator: string, expected: OneOrMany, actual: OneOrMany, holds: boolean]

const minute = ['2026-01-02T00:00:00Z', '2026-01-02T00:01:00Z', '2026-01-02T00:02:00Z'] as const
const cases: readonly Case[] = [
  ['StringEquals', 'a', 'A', false],
  ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
  ['StringEqualsIgnoreCase', 'aB', 'AbC', false],
  ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
  ['StringNotEqualsIgnoreCase', 'aB', 'x', true],
  ['StringLike', 'a*', 'ab', true],
  ['StringNotLike', 'a*', 'ab', false],
  ['StringNotLike', 'a*', 'b', true],
  ['ArnEquals', 'arn:aws:s3:::m*', 'arn:aws:s3:::models', true],
  ['ArnNotEquals', 'arn:aws:s3:::m*', 'arn:aws:s3:::models', false],
  ['ArnNotEquals', 'arn:aws:s3:::m*', 'arn:aws:s3:::other', true],
  ['Bool', 'true', 'true', true],
  ['Bool', 'True', 'TRUE', true],
  ['Bool', 'true', 'false', false],
  ['NumericEquals', '10', '10.0', true],
  ['NumericEquals', '10', '11', false],
  ['NumericNotEquals', '10', '10.0', false],
  ['NumericNotEquals', '10', '9', true],
  ['NumericLessThan', '10', '9', true],
  ['NumericLessThan', '10', '10', false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericLessThanEquals', '10', '11', false],
  ['NumericGreaterThan', '9', '10', true],
  ['NumericGreaterThan', '10', '10', false],
  ['NumericGreaterThanEquals', '10', '10', true],
  ['NumericGreaterThanEquals', '10', '9', false],
  ['DateEquals', minute[1], minute[1], true],
  ['DateEquals', minute[1], '2026-01-02T01:01:00+01:00', true],
  ['DateEquals', minute[1], minute[0], false],
  ['DateNotEquals', minute[1], minute[0], true],
  ['DateLessThan', minute[1], minute[0], true],
  ['DateLessThan', minute[1], minute[1], false],
  ['DateLessThanEquals', minute[1], minute[1], true],
  ['DateLessThanEquals', minute[1], minute[2], false],
  ['DateGreaterThan', minute[1], minute[2], true],
  ['DateGreaterThan', minute[1], minute[1], false],
  ['DateGreaterThanEquals', minute[1], minute[1], true],
  ['DateGreaterThanEquals', minute[1], minute[0], false],
  // A year, not seconds since 1970.
  ['DateEquals', '2026', '2026-01-01T00:00:00Z', true],
  ['DateEquals', '12345', '1970-01-01T03:25:45Z', true],
  ['IpAddress', '10.0.0.0/8', '10.255.0.1', true],
  ['IpAddress', '10.0.0.0/8', '11.0.0.1', false],
  ['IpAddress', '10.0.0.1', '10.0.0.1', true],
  ['IpAddress', '10.0.0.1', '10.0.0.2', false],
  ['NotIpAddress', '10.0.0.0/8', '10.0.0.1', false],
  ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
  ['IpAddress', '2001:db8::/32', '2001:db8:1::1', true],
  ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
  ['IpAddress', '2001:db8::1', '2001:db8::1', true],
  ['IpAddress', '2001:db8::1', '2001:db8::2', false],
]

t.test('each operator holds on only one side of its limit', t => {
  for (const [operator, expected, actual, expectedToHold] of cases) {
    t.equal(holds(operator, expected, actual), expectedToHold, `${actual} ${operator} ${expected}`)
  }
  t.end()
})

t.test('Null checks whether the key is missing, regardless of its value', t => {
  t.equal(holds('Null', 'true'), true)
  t.equal(holds('Null', 'true', ''), false)
  t.equal(holds('Null', 'false'), false)
  t.equal(holds('Null', 'false', 'true'), true)
  t.equal(holds('Null', [], 'x'), true, 'without expected values, true is not expected')
  t.end()
})

t.test('ForAllValues requires every value of the request to be expected, ForAnyValue one', t => {
  t.equal(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b']), true)
  t.equal(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'x']), false)
  t.equal(holds('ForAnyValue:StringEquals', ['a', 'b'], ['x', 'b']), true)
  t.equal(holds('ForAnyValue:StringEquals', ['a', 'b'], ['x', 'y']), false)
  t.equal(holds('ForAllValues:StringNotEquals', 'a', ['b', 'c']), true)
  t.equal(holds('ForAllValues:StringNotEquals', 'a', ['a', 'b']), false)
  t.end()
})

t.test('for a missing key ForAllValues holds, ForAnyValue does not, and IfExists always holds', t => {
  t.equal(holds('ForAllValues:StringEquals', 'a'), true)
  t.equal(holds('ForAnyValue:StringEquals', 'a'), false)
  t.equal(holds('ForAnyValue:StringNotEquals', 'a'), false)
  t.equal(holds('ForAnyValue:StringNotEqualsIfExists', 'a'), true)
  t.equal(holds('StringEqualsIfExists', 'a'), true)
  t.equal(holds('StringEqualsIfExists', 'a', 'b'), false)
  t.end()
})

t.test('a text with a variable without a value equals nothing, not even an empty text', t => {
  t.equal(holds('StringEquals', '${aws:username}', ''), false)
  t.equal(holds('StringEquals', 'x${aws:userid}${aws:username}', 'x', { 'aws:userid': '' }), false)
  t.equal(holds('StringEquals', '${aws:username}${aws:userid}', 'u', { 'aws:userid': 'u' }), false)
  t.equal(holds('ArnLike', '${aws:username}', 'arn:aws:s3:::a'), false)
  t.equal(holds('StringEqualsIgnoreCase', '${aws:username}', 'u'), false)
  t.equal(holds('StringNotEquals', '${aws:username}', ''), true)
  t.equal(holds('StringEquals', '${aws:userid}', 'u', { 'aws:userid': 'u' }), true, 'a variable with a value equals it')
  t.end()
})

t.test('only IAM’s operators are accepted, with their full names', t => {
  for (const [operator] of cases) t.equal(isOperatorBuilt(operator), true, operator)
  for (const operator of ['Null', 'BoolIfExists', 'ForAnyValue:ArnLike', 'ForAllValues:StringLikeIfExists']) {
    t.equal(isOperatorBuilt(operator), true, operator)
  }
  t.equal(isOperatorBuilt('NullIfExists'), false, 'Null already checks whether a key exists')
  t.equal(isOperatorBuilt('BinaryEquals'), false)
  t.equal(isOperator('ForAnyValue:BinaryEqualsIfExists'), true)
  for (const operator of ['', 'IfExists', 'NotBool', 'xForAnyValue:StringLike', 'ForAnyValue', 'ForSomeValues:Bool']) {
    t.equal(isOperator(operator), false, operator)
  }
  t.end()
})
