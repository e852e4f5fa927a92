import t from 'tap'
import { evaluate } from './evaluate.ts'
import type { ConditionBlock } from './policy-document.ts'

type Keys = Readonly<Record<string, string | readonly string[]>>

/** Whether a statement with this condition, and no other restriction, allows a request with these keys. */
function allows(Condition: ConditionBlock, context: Keys = {}): boolean {
  const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: '*', Condition }]
  return (
    evaluate([{ Version: '2012-10-17', Statement }], { action: 's3:GetObject', resource: '*', context }) === 'allow'
  )
}

t.test('a numeric operator compares with its limit, and only some include the limit itself', async t => {
  const cases: [operator: string, below: boolean, at: boolean, above: boolean][] = [
    ['NumericEquals', false, true, false],
    ['NumericNotEquals', true, false, true],
    ['NumericLessThan', true, false, false],
    ['NumericLessThanEquals', true, true, false],
    ['NumericGreaterThan', false, false, true],
    ['NumericGreaterThanEquals', false, true, true],
  ]
  for (const [operator, ...expected] of cases) {
    const actual = ['9', '10.0', '11'].map(number =>
      allows({ [operator]: { 's3:max-keys': '10' } }, { 's3:max-keys': number }),
    )
    t.same(actual, expected, operator)
  }
})

t.test('a date operator compares with its limit, and only some include the limit itself', async t => {
  const cases: [operator: string, before: boolean, at: boolean, after: boolean][] = [
    ['DateEquals', false, true, false],
    ['DateNotEquals', true, false, true],
    ['DateLessThan', true, false, false],
    ['DateLessThanEquals', true, true, false],
    ['DateGreaterThan', false, false, true],
    ['DateGreaterThanEquals', false, true, true],
  ]
  const times = ['2026-01-01T23:59:59Z', '2026-01-02T00:00:00Z', '2026-01-02T00:00:01Z']
  for (const [operator, ...expected] of cases) {
    const Condition = { [operator]: { 'aws:CurrentTime': '2026-01-02T00:00:00Z' } }
    t.same(
      times.map(time => allows(Condition, { 'aws:currenttime': time })),
      expected,
      operator,
    )
  }
})

t.test('text operators compare with case, without case, or with wildcards', async t => {
  const cases: [operator: string, expected: string, actual: string, holds: boolean][] = [
    ['StringEquals', 'Ab', 'Ab', true],
    ['StringEquals', 'Ab', 'ab', false],
    ['StringEquals', 'A*', 'Ab', false],
    ['StringNotEquals', 'Ab', 'Ab', false],
    ['StringNotEquals', 'Ab', 'ab', true],
    ['StringEqualsIgnoreCase', 'Ab', 'aB', true],
    ['StringEqualsIgnoreCase', 'Ab', 'abc', false],
    ['StringNotEqualsIgnoreCase', 'Ab', 'aB', false],
    ['StringNotEqualsIgnoreCase', 'Ab', 'abc', true],
    ['StringLike', 'A?c*', 'Abcd', true],
    ['StringLike', 'A?c*', 'abcd', false],
    ['StringNotLike', 'A?c*', 'Abcd', false],
    ['StringNotLike', 'A?c*', 'Ac', true],
    ['ArnEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', true],
    ['ArnNotEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', false],
    ['ArnNotEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::other', true],
    ['ArnNotLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', false],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', 'true', 'false', false],
    ['IpAddress', '10.0.0.0/8', '11.0.0.1', false],
    ['IpAddress', '10.0.0.1', '10.0.0.1', true],
    ['IpAddress', '10.0.0.1', '10.0.0.2', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '2001:db8::1', '2001:db8::2', false],
    ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
    ['NotIpAddress', '10.0.0.0/8', '11.0.0.1', true],
  ]
  for (const [operator, expected, actual, holds] of cases) {
    t.equal(allows({ [operator]: { key: expected } }, { key: actual }), holds, `${operator} ${expected} of ${actual}`)
  }
})

t.test('ForAllValues requires every value of the request to be listed, ForAnyValue one of them', async t => {
  const listed = { 's3:x': ['a', 'b'] }
  const of = (operator: string, ...values: string[]) => allows({ [operator]: listed }, { 's3:x': values })
  t.equal(of('ForAllValues:StringEquals', 'a', 'b'), true)
  t.equal(of('ForAllValues:StringEquals', 'a', 'c'), false)
  t.equal(of('ForAllValues:StringEquals', 'c'), false)
  t.equal(of('ForAnyValue:StringEquals', 'a', 'c'), true)
  t.equal(of('ForAnyValue:StringEquals', 'c', 'd'), false)
  t.equal(of('ForAllValues:StringNotEquals', 'c', 'd'), true)
  t.equal(of('ForAllValues:StringNotEquals', 'a', 'd'), false)
  t.equal(of('ForAnyValue:StringNotEquals', 'a', 'b'), false)
  t.equal(allows({ 'ForAllValues:StringEquals': listed }), true, 'without values ForAllValues holds')
  t.equal(allows({ 'ForAnyValue:StringEquals': listed }), false, 'without values ForAnyValue does not hold')
})

t.test('Null checks whether the key exists', async t => {
  const there = { 'aws:sourcevpce': 'vpce-1' }
  t.equal(allows({ Null: { 'aws:SourceVpce': 'true' } }), true)
  t.equal(allows({ Null: { 'aws:SourceVpce': 'true' } }, there), false)
  t.equal(allows({ Null: { 'aws:SourceVpce': 'false' } }), false)
  t.equal(allows({ Null: { 'aws:SourceVpce': 'false' } }, there), true)
})

t.test('IfExists holds without the key, and otherwise compares', async t => {
  t.equal(allows({ StringEqualsIfExists: { 's3:prefix': 'a' } }), true)
  t.equal(allows({ StringEqualsIfExists: { 's3:prefix': 'a' } }, { 's3:prefix': 'b' }), false)
  t.equal(allows({ 'ForAnyValue:StringNotEqualsIfExists': { 's3:prefix': 'a' } }), true)
})

t.test('every key of an operator and every operator must hold', async t => {
  const keys = { 's3:prefix': 'a', 's3:delimiter': '/' }
  t.equal(allows({ StringEquals: { 's3:prefix': 'a', 's3:delimiter': '/' } }, keys), true)
  t.equal(allows({ StringEquals: { 's3:prefix': 'a', 's3:delimiter': '-' } }, keys), false)
  t.equal(allows({ StringEquals: { 's3:prefix': 'a' }, StringLike: { 's3:delimiter': '-' } }, keys), false)
})
