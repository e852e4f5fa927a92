import t from 'tap'
import type { PolicyKind } from './parse-policy.ts'
import type { Principal } from './policy-document.ts'
import { checkAction, checkPrincipal, checkResource } from './statement-values.ts'

/** The message of the refusal, or undefined. */
function refusal(check: (refuse: (message: string) => never) => void): string | undefined {
  try {
    check(message => {
      throw new Error(message)
    })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const ofResource = (resource: string) => refusal(refuse => checkResource(resource, refuse))
const ofAction = (action: string, kind: PolicyKind = 'identity') => refusal(refuse => checkAction(action, kind, refuse))
const ofPrincipal = (principal: Principal) => refusal(refuse => checkPrincipal(principal, refuse))

t.test('resources of IAM and S3 have no Region, others may', t => {
  t.equal(ofResource('arn:aws:iam::123456789012:role/r'), undefined)
  t.equal(
    ofResource('arn:aws:iam:eu-west-1:123456789012:role/r'),
    'IAM resource arn:aws:iam:eu-west-1:123456789012:role/r cannot contain region information.',
  )
  t.equal(ofResource('arn:aws:lambda:eu-west-1:123456789012:function:f'), undefined)
  t.end()
})

t.test('an unknown partition is refused, and the error completes a short ARN', t => {
  for (const partition of ['aws', 'aws-cn', 'aws-us-gov', '*']) {
    t.equal(ofResource(`arn:${partition}:s3:::b`), undefined)
  }
  for (const partition of ['xaws', 'awsx', 'aws-us-govx', '**', '']) {
    t.match(ofResource(`arn:${partition}:s3:::b`), `Partition "${partition}" is not valid`)
  }
  t.equal(ofResource('arn:x:a'), 'Partition "x" is not valid for resource "arn:x:a:*:*:*".')
  t.equal(ofResource('arn:x'), 'Partition "x" is not valid for resource "arn:x:*:*:*:*".')
  t.equal(ofResource('arn:x:a:b:c'), 'Partition "x" is not valid for resource "arn:x:a:b:c:*".')
  t.equal(ofResource('arn:x:a:b:c:d:e:f'), 'Partition "x" is not valid for resource "arn:x:a:b:c:d:e:f".')
  t.end()
})

t.test('a resource has all six parts of an ARN', t => {
  t.equal(ofResource('arn:aws'), 'Resource vendor must be fully qualified and cannot contain regexes.')
  for (const short of ['arn:aws:s3', 'arn:aws:s3:', 'arn:aws:s3::', 'arn:aws:s3::1']) {
    t.equal(ofResource(short), 'The policy failed legacy parsing', short)
  }
  t.equal(ofResource('arn:aws:s3:::'), undefined)
  t.equal(ofResource('*'), undefined)
  t.end()
})

t.test('an action is a service and a name', t => {
  for (const action of ['*', 's3:*', 'execute-api:Invoke', 'a.b:C']) t.equal(ofAction(action), undefined, action)
  for (const vendor of ['s3!', '!s3', '', 's*']) {
    t.equal(ofAction(`${vendor}:Get`), `Vendor ${vendor} is not valid`)
  }
  t.equal(ofAction('*:Get'), 'Vendor * is not valid')
  t.end()
})

t.test('a trust policy may contain only the STS actions that assume a role', t => {
  const known = ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity', 'SetContext', 'SetSourceIdentity']
  for (const name of [...known, 'TagSession', 'ASSUMEROLE', 'Assume*', '*']) {
    t.equal(ofAction(`sts:${name}`, 'trust'), undefined, name)
    t.equal(ofAction(`STS:${name}`, 'trust'), undefined, name)
  }
  const refused = 'AssumeRole policy may only specify STS AssumeRole actions.'
  for (const action of ['sts:GetCallerIdentity', 'sts:', 'iam:AssumeRole', 's3:*', '*']) {
    t.equal(ofAction(action, 'trust'), refused, action)
  }
  t.equal(ofAction('sts:GetCallerIdentity', 'identity'), undefined)
  t.end()
})

t.test('principals have one of four types, and each type has its form of names', t => {
  const good: readonly Principal[] = [
    { AWS: ['*', '123456789012', 'arn:aws:iam::123456789012:root', 'AROAEXAMPLEEXAMPLEEX'] },
    { AWS: ['arn:aws-us-gov:sts::123456789012:assumed-role/r/s', 'arn:aws-cn:iam::123456789012:user/u'] },
    { Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com.cn', 'x.amazon.com', 'y.aws.internal'] },
    { Federated: 'cognito-identity.amazonaws.com', CanonicalUser: '79a5' },
    { AWS: [] },
    '*',
  ]
  for (const principal of good) t.equal(ofPrincipal(principal), undefined, JSON.stringify(principal))
  for (const name of [
    ...['12345678901', '1234567890123', 'x123456789012', '123456789012x', '1', 'abcdefghijkl', '**', 'x*'],
    ...['arn:aws:s3::123456789012:root', 'arn:aws:iam::12345678901:root', 'arn:aws:iam::abcdefghijkl:root'],
    ...['arn:aws:iam::1:root', 'arn:aws:iam::123456789012:', 'arn:aws!:iam::123456789012:root'],
    ...['xarn:aws:iam::123456789012:root', 'AROAEXAMPLE', 'aroaexampleexampleex', 'AROAEXAMPLEEXAMPLEEX!', 'AB', 'A!'],
    ...['Aaroaexampleexampleex', 'XAROAEXAMPLEEXAMPLEEX'],
  ]) {
    t.equal(ofPrincipal({ AWS: ['*', name] }), `Invalid principal in policy: "AWS":"${name}"`)
  }
  for (const name of ['lambda.amazonaws.com.x', 'lambda.amazonawsxcom', 'amazonaws.com']) {
    t.equal(ofPrincipal({ Service: name }), `Invalid principal in policy: "SERVICE":"${name}"`)
  }
  t.end()
})

t.test('principals without a type, or of an unknown type, are refused', t => {
  t.equal(ofPrincipal({}), 'Missing required field Principal')
  t.equal(ofPrincipal({ aws: '*' }), 'Syntax errors in policy.')
  t.equal(ofPrincipal({ User: '*' }), 'Syntax errors in policy.')
  t.equal(ofPrincipal({ Federated: [1] as unknown as string[] }), 'Syntax errors in policy.')
  t.end()
})
