import t from 'tap'
import { evaluate } from './evaluate.ts'
import type { PolicyStatement } from './policy-document.ts'

const object = 'arn:aws:s3:::models/inputs/a'

function decide(statements: PolicyStatement[], context = {}, principals?: { type: 'AWS' | 'Service'; name: string }[]) {
  const request = { action: 's3:GetObject', resource: object, context, ...(principals && { principals }) }
  return evaluate([{ Statement: statements }], request)
}

t.test('what nothing allows is denied, and an explicit deny wins', async t => {
  t.equal(decide([]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]), 'allow')
  const both: PolicyStatement[] = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:Get*', Resource: 'arn:aws:s3:::models/*' },
  ]
  t.equal(decide(both), 'explicitDeny')
})

t.test('actions are compared without case, resources with it', async t => {
  t.equal(decide([{ Effect: 'Allow', Action: 'S3:getobject', Resource: object }]), 'allow')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:GetObject', Resource: object.toUpperCase() }]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:GetObjec?', Resource: 'arn:aws:s3:::models/*' }]), 'allow')
  t.equal(decide([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::models' }]), 'implicitDeny')
  t.equal(decide([{ Effect: 'Allow', NotAction: 's3:Put*', NotResource: 'arn:aws:s3:::other/*' }]), 'allow')
})

t.test('all conditions must hold; a missing key fails a positive operator and passes a negated one', async t => {
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

t.test('a resource policy speaks only to the principals that it names', async t => {
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
