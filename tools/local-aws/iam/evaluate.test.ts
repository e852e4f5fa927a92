import t from 'tap'
import { evaluate } from './evaluate.ts'
import type { PolicyStatement } from './policy-document.ts'

const object = 'arn:aws:s3:::models/inputs/a'

function decide(statements: PolicyStatement[], context = {}, principals?: { type: 'AWS' | 'Service'; name: string }[]) {
  const request = { action: 's3:GetObject', resource: object, context, ...(principals && { principals }) }
  return evaluate([{ Statement: statements }], request)
}

t.test('without an allow the decision is deny, and an explicit deny takes precedence', async t => {
  t.equal(decide([]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]), 'allow')
  const both: PolicyStatement[] = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:Get*', Resource: 'arn:aws:s3:::models/*' },
  ]
  t.equal(decide(both), 'explicitDeny')
})

t.test('actions are case-insensitive, resources are not', async t => {
  t.equal(decide([{ Effect: 'Allow', Action: 'S3:getobject', Resource: object }]), 'allow')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:GetObject', Resource: object.toUpperCase() }]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:GetObjec?', Resource: 'arn:aws:s3:::models/*' }]), 'allow')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::models' }]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', NotAction: 's3:Put*', NotResource: 'arn:aws:s3:::other/*' }]), 'allow')
})

t.test('all conditions must hold; without the key a positive operator fails and a negated one holds', async t => {
  const when = (Condition: PolicyStatement['Condition'], context = {}) =>
    decide([{ Effect: 'Allow', Action: '*', Resource: '*', Condition }], context)
  t.equal(when({ StringEquals: { 'aws:PrincipalAccount': '1' } }, { 'aws:principalaccount': '1' }), 'allow')
  t.equal(when({ StringEquals: { 'aws:PrincipalAccount': ['2', '1'] } }, { 'aws:principalaccount': '1' }), 'allow')
  t.equal(when({ StringEquals: { 'aws:PrincipalAccount': '1' } }), 'implicitDeny')
  t.equal(when({ StringNotEquals: { 'aws:PrincipalAccount': '1' } }), 'allow')
  t.equal(when({ StringEqualsIfExists: { 'aws:PrincipalAccount': '1' } }), 'allow')
  t.equal(when({ Bool: { 'aws:SecureTransport': false } }, { 'aws:securetransport': 'true' }), 'implicitDeny')
  t.equal(
    when({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::m*' } }, { 'aws:sourcearn': 'arn:aws:s3:::models' }),
    'allow',
  )
  t.equal(when({ Null: { 'aws:SourceArn': 'true' } }), 'allow')
  t.equal(when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, { 'aws:sourceip': '10.1.2.3' }), 'allow')
  const two = { StringLike: { a: 'x*' }, NumericLessThan: { b: '3' } }
  t.equal(when(two, { a: 'xy', b: '2' }), 'allow')
  t.equal(when(two, { a: 'xy', b: '4' }), 'implicitDeny')
})

t.test('a resource policy applies only to the principals that it names', async t => {
  const lambda = [{ type: 'Service' as const, name: 'lambda.amazonaws.com' }]
  const statement = { Effect: 'Allow' as const, Action: '*' }
  t.equal(decide([{ ...statement, Principal: { Service: 'lambda.amazonaws.com' } }], {}, lambda), 'allow')
  t.equal(decide([{ ...statement, Principal: { AWS: '*' } }], {}, lambda), 'implicitDeny')
  t.equal(decide([{ ...statement, Principal: '*' }], {}, lambda), 'allow')
})

t.test('an operator that is not built is an error, never a silent yes or no', async t => {
  const Condition = { BinaryEquals: { a: 'x' } }
  t.throws(() => decide([{ Effect: 'Allow', Action: '*', Resource: '*', Condition }], { a: 'x' }), /BinaryEquals/)
})

t.test('a statement without Resource has no effect in an identity policy', async t => {
  t.equal(decide([{ Effect: 'Allow', Action: '*' }]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', Action: '*', Resource: '' }]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', Action: '*', Resource: '*' }], {}, [{ type: 'AWS', name: '1' }]), 'implicitDeny')
})

function when(Condition: PolicyStatement['Condition'], context = {}, Resource = '*') {
  const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource, Condition: Condition! }]
  return evaluate([{ Version: '2012-10-17', Statement }], { action: 's3:GetObject', resource: object, context })
}

t.test('without values ForAnyValue does not hold, and ForAllValues does', async t => {
  t.equal(when({ 'ForAnyValue:StringNotEquals': { 's3:x': 'a' } }), 'implicitDeny')
  t.equal(when({ 'ForAllValues:StringNotEquals': { 's3:x': 'a' } }), 'allow')
  t.equal(when({ 'ForAnyValue:StringNotEquals': { 's3:x': 'a' } }, { 's3:x': ['a', 'b'] }), 'allow')
})

t.test('an ARN is compared part by part, so that a wildcard matches only inside its part', async t => {
  const arn = { 'aws:sourcearn': 'arn:aws:lambda:us-east-1:1:function:a' }
  t.equal(when({ ArnLike: { 'aws:SourceArn': 'arn:aws:lambda:*:1:function:*' } }, arn), 'allow')
  t.equal(when({ ArnEquals: { 'aws:SourceArn': 'arn:aws:*:function:a' } }, arn), 'implicitDeny')
  t.equal(when({ ArnNotLike: { 'aws:SourceArn': 'arn:aws:l*:a' } }, arn), 'allow')
})

t.test('policy variables work in resources and conditions, with defaults, and never as wildcards', async t => {
  const keys = { 'aws:userid': 'a', 's3:prefix': 'a' }
  t.equal(when({ StringEquals: { 's3:prefix': '${aws:userid}' } }, keys), 'allow')
  t.equal(
    when({ StringLike: { 's3:prefix': '${aws:userid}*' } }, { 'aws:userid': '*', 's3:prefix': 'b' }),
    'implicitDeny',
  )
  t.equal(when({}, keys, 'arn:aws:s3:::models/inputs/${aws:userid}'), 'allow')
  t.equal(when({}, { 'aws:userid': '*' }, 'arn:aws:s3:::models/inputs/${aws:userid}'), 'implicitDeny')
  t.equal(when({}, {}, "arn:aws:s3:::models/inputs/${aws:username, 'a'}"), 'allow')
  t.equal(when({}, {}, 'arn:aws:s3:::models/inputs/${aws:username}'), 'implicitDeny')
  t.equal(when({ StringLike: { 's3:prefix': 'x${*}' } }, { 's3:prefix': 'xy' }), 'implicitDeny')
  t.equal(when({ StringLike: { 's3:prefix': 'x${*}' } }, { 's3:prefix': 'x*' }), 'allow')
})

t.test('a policy of the first version has no variables', async t => {
  const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: 'arn:aws:s3:::models/inputs/${aws:userid}' }]
  const request = { action: 's3:GetObject', resource: object, context: { 'aws:userid': 'a' } }
  t.equal(evaluate([{ Statement }], request), 'implicitDeny')
})

t.test('dates can be ISO 8601 or seconds since 1970', async t => {
  const now = { 'aws:currenttime': '2026-01-02T00:00:00Z', 'aws:epochtime': '1767312000' }
  t.equal(when({ DateGreaterThanEquals: { 'aws:CurrentTime': '2026-01-02T00:00:00Z' } }, now), 'allow')
  t.equal(when({ DateLessThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, now), 'implicitDeny')
  t.equal(when({ DateEquals: { 'aws:EpochTime': '2026-01-02T00:00:00Z' } }, now), 'allow')
  t.equal(when({ DateNotEquals: { 'aws:EpochTime': '1767312000' } }, now), 'implicitDeny')
})
