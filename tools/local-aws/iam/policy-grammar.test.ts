import t from 'tap'
import { parsePolicy, type PolicyKind } from './parse-policy.ts'

const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const named = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }

/** The message of the refusal, or `taken` if the policy is accepted. */
function reads(kind: PolicyKind, statement: object, document: object = {}): string {
  try {
    parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement, ...document }), 'Refused', kind)
    return 'taken'
  } catch (error) {
    return (error as Error).message
  }
}

const syntax = 'Syntax errors in policy.'

t.test('the keys of a document and of a statement have the right types', t => {
  t.equal(reads('identity', allow, { Id: 'an-id', Version: '2008-10-17' }), 'taken')
  t.equal(reads('identity', allow, { Id: 1 }), syntax)
  t.equal(reads('identity', { ...allow, Sid: 1 }), syntax)
  t.equal(reads('identity', { ...allow, Sid: '' }), 'taken')
  t.equal(reads('identity', { ...allow, Effect: 'Deny' }), 'taken')
  t.equal(reads('identity', { ...allow, Action: [1] }), syntax)
  t.equal(reads('identity', { ...allow, Action: ['s3:GetObject', 1] }), syntax)
  t.equal(reads('identity', { ...allow, Resource: { a: '*' } }), syntax)
  t.equal(reads('identity', { ...allow, Action: null }), syntax)
  t.end()
})

t.test('each pair of opposites excludes each other', t => {
  t.equal(reads('identity', { ...allow, NotResource: '*' }), syntax)
  t.equal(reads('resource', { ...named, Resource: '*', NotPrincipal: { AWS: '*' } }), syntax)
  t.equal(reads('identity', { ...allow, NotAction: 's3:*' }), syntax)
  t.end()
})

t.test('a principal is everybody, or names by type', t => {
  for (const key of ['Principal', 'NotPrincipal']) {
    const { Principal: _, ...nobody } = { ...named, Resource: '*' }
    t.equal(reads('resource', { ...nobody, [key]: '*' }), 'taken')
    for (const wrong of ['123456789012', ['*'], 1, null]) {
      t.equal(reads('resource', { ...nobody, [key]: wrong }), syntax, JSON.stringify(wrong))
    }
  }
  t.end()
})

t.test('a condition has values of three types, and its keys belong to services', t => {
  const when = (Condition: unknown) => reads('identity', { ...allow, Condition })
  t.equal(when({ StringEquals: { 's3:prefix': ['a', 1, true] } }), 'taken')
  for (const wrong of [null, { a: 1 }, [['a']], ['a', null]]) {
    t.equal(when({ StringEquals: { 's3:prefix': wrong } }), syntax, JSON.stringify(wrong))
  }
  for (const wrong of [null, 'x', ['x']]) {
    t.equal(when(wrong), syntax, JSON.stringify(wrong))
    t.equal(when({ StringEquals: wrong }), syntax, JSON.stringify(wrong))
  }
  const prefaced = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
  t.equal(when({ StringEquals: { prefix: 'a' } }), prefaced)
  t.end()
})

t.test('each kind of policy has its required and forbidden parts', t => {
  const { Resource: _, ...anywhere } = allow
  t.equal(reads('resource', { ...anywhere, Principal: '*' }), 'Missing required field Resource')
  t.equal(reads('resource', { ...anywhere, Principal: '*', NotResource: 'x' }), 'taken')
  t.equal(
    reads('fileSystem', { ...named, Action: 'elasticfilesystem:ClientMount' }),
    'taken',
    'a file system policy applies to its own file system',
  )
  t.equal(reads('fileSystem', { ...named, Action: 'elasticfilesystem:ClientMount', Resource: '*' }), 'taken')
  t.equal(reads('fileSystem', anywhere), 'Missing required field Principal')
  t.equal(reads('trust', { ...named, NotResource: '*' }), 'Has prohibited field NotResource')
  const { Principal, ...nobody } = named
  t.equal(reads('trust', { ...nobody, NotPrincipal: Principal }), 'Has prohibited field NotPrincipal')
  t.equal(reads('identity', { ...allow, NotPrincipal: '*' }), 'Policy document should not specify a principal.')
  t.equal(reads('identity', { ...anywhere, NotResource: '*' }), 'taken')
  t.end()
})

t.test('the default kind is a resource policy, with IAM’s refusals', t => {
  const malformed = (message: string) => ({ code: 'MalformedPolicyDocument', message })
  t.throws(() => parsePolicy('{'), malformed(syntax))
  t.throws(() => parsePolicy(JSON.stringify({ Statement: named })), malformed('Missing required field Resource'))
  t.end()
})

t.test('only an error of JSON itself counts as invalid JSON', t => {
  const big = {
    get length() {
      throw new RangeError('not the policy')
    },
    toString() {
      throw new RangeError('not the policy')
    },
  }
  t.throws(() => parsePolicy(big as unknown as string), RangeError)
  t.end()
})

t.test('the supported global keys are accepted, and no others', t => {
  const keys = [
    ...['CurrentTime', 'EpochTime', 'PrincipalAccount', 'PrincipalArn', 'PrincipalType', 'RequestedRegion'],
    ...['SecureTransport', 'SourceAccount', 'SourceArn', 'SourceIp', 'SourceVpc', 'SourceVpce', 'userid', 'username'],
    ...['MultiFactorAuthAge', 'MultiFactorAuthPresent', 'PrincipalOrgID', 'SourceIdentity'],
  ]
  const when = (key: string) => reads('identity', { ...allow, Condition: { StringEquals: { [key]: 'x' } } })
  for (const key of keys) {
    t.equal(when(`aws:${key}`), 'taken', key)
    t.equal(when(`AWS:${key.toUpperCase()}`), 'taken')
  }
  t.match(when('aws:ViaAWSService'), /does not have the condition key aws:ViaAWSService/)
  t.equal(when('s3:ViaAWSService'), 'taken', 'the keys of a service are not checked')
  t.end()
})
