import t from 'tap'
import { type PolicyKind, parsePolicy } from './parse-policy.ts'

const version = '2012-10-17'
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::models/*' }
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }

function parse(statement: unknown, kind: PolicyKind = 'identity', document: object = {}) {
  return () =>
    parsePolicy(
      JSON.stringify({ Version: version, Statement: statement, ...document }),
      'MalformedPolicyDocument',
      kind,
    )
}

function without(key: keyof typeof allow) {
  const { [key]: _, ...rest } = allow
  return rest
}

const refusedIdentities: readonly [string, unknown, string][] = [
  ['no Resource', without('Resource'), 'Policy statement must contain resources.'],
  ['an empty list of resources', { ...allow, Resource: [] }, 'Policy statement must contain resources.'],
  ['Resources for Resource', { ...without('Resource'), Resources: '*' }, 'Syntax errors in policy.'],
  ['an empty Resource', { ...allow, Resource: '' }, 'Resource  must be in ARN format or "*".'],
  ['a path as Resource', { ...allow, Resource: 'b/*' }, 'Resource b/* must be in ARN format or "*".'],
  ['an ARN that is too short', { ...allow, Resource: 'arn:aws:s3:b' }, 'The policy failed legacy parsing'],
  [
    'a region in an S3 ARN',
    { ...allow, Resource: 'arn:aws:s3:eu-west-1::b' },
    'Resource arn:aws:s3:eu-west-1::b can not contain region information.',
  ],
  [
    'a partition that is none',
    { ...allow, Resource: 'arn:amazon:s3:::b' },
    'Partition "amazon" is not valid for resource "arn:amazon:s3:::b".',
  ],
  ['no Action', without('Action'), 'Policy statement must contain actions.'],
  [
    'an action of no service',
    { ...allow, Action: 'GetObject' },
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  ['two colons', { ...allow, Action: 's3:Get:Object' }, 'Actions/Condition can contain only one colon.'],
  ['Action with NotAction', { ...allow, NotAction: 's3:PutObject' }, 'Syntax errors in policy.'],
  ['an Effect in lower case', { ...allow, Effect: 'allow' }, 'Syntax errors in policy.'],
  ['a Principal', { ...allow, Principal: '*' }, 'Policy document should not specify a principal.'],
  [
    'one Sid twice',
    [0, 1].map(() => ({ ...allow, Sid: 'A' })),
    'Statement IDs (SID) in a single policy must be unique.',
  ],
  [
    'a Sid with a hyphen',
    { ...allow, Sid: 'a-b' },
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  ['an operator that is none', condition({ StringEqual: { 'aws:userid': 'x' } }), 'Syntax errors in policy.'],
  ['a condition that is no map', condition({ StringEquals: 'x' }), 'Syntax errors in policy.'],
  ['no statement', [], 'Syntax errors in policy.'],
  ['a statement that is null', [null], 'Syntax errors in policy.'],
]

function condition(Condition: object) {
  return { ...allow, Condition }
}

for (const [what, statement, message] of refusedIdentities) {
  t.test(`an identity policy with ${what} is refused`, async t => {
    t.throws(parse(statement), { code: 'MalformedPolicyDocument', statusCode: 400, message })
  })
}

const refusedTrusts: readonly [string, object, string][] = [
  ['no Principal', { ...trust, Principal: undefined }, 'Missing required field Principal'],
  ['a Resource', { ...trust, Resource: '*' }, 'Has prohibited field Resource'],
  [
    "another service's action",
    { ...trust, Action: 's3:GetObject' },
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [
    'a service that is none',
    { ...trust, Principal: { Service: 'lambda' } },
    'Invalid principal in policy: "SERVICE":"lambda"',
  ],
]

for (const [what, statement, message] of refusedTrusts) {
  t.test(`a trust policy with ${what} is refused`, async t => {
    t.throws(parse(statement, 'trust'), { code: 'MalformedPolicyDocument', message })
  })
}

t.test('a version that is none and a key that a policy does not have are syntax errors', async t => {
  const syntax = { message: 'Syntax errors in policy.' }
  t.throws(parse(allow, 'identity', { Version: '2012-10-18' }), syntax)
  t.throws(parse(allow, 'identity', { Statements: [] }), syntax)
  for (const text of ['{', '"x"', 'null', '[]']) t.throws(() => parsePolicy(text), syntax)
})

t.test('the policies of the grammar are read as they are', async t => {
  const every = [
    { ...allow, Sid: 'One', Condition: { 'ForAnyValue:StringLikeIfExists': { 's3:prefix': ['a', 'b*'] } } },
    { Effect: 'Deny', NotAction: ['s3:*', 'EC2:Describe*'], NotResource: ['*', 'arn:*:logs:*:*:log-group:a:*'] },
    { ...allow, Action: '*', Condition: { Bool: { 'aws:SecureTransport': false }, Null: { 'aws:SourceVpce': true } } },
  ]
  t.same(parse(every)().Statement, every)
  t.same(parse(trust, 'trust')().Statement, trust)
  t.same(parsePolicy(JSON.stringify({ Statement: allow }), 'MalformedPolicyDocument', 'identity'), { Statement: allow })
})

t.test('a condition that the local AWS cannot judge is refused by name, never silently false', async t => {
  const unknown = { code: 'NotImplemented', statusCode: 501 }
  t.throws(parse(condition({ StringEquals: { 'aws:PrincipalTag/team': 'x' } })), {
    ...unknown,
    message: /PrincipalTag/,
  })
  t.throws(parse(condition({ BinaryEquals: { 's3:x': 'eA==' } })), { ...unknown, message: /BinaryEquals/ })
})
