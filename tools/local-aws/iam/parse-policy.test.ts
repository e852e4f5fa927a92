import t from 'tap'
import { type PolicyKind, parsePolicy } from './parse-policy.ts'

const version = '2012-10-17'
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::models/*' }

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
    'an unknown partition',
    { ...allow, Resource: 'arn:amazon:s3:::b' },
    'Partition "amazon" is not valid for resource "arn:amazon:s3:::b".',
  ],
  ['no Action', without('Action'), 'Policy statement must contain actions.'],
  [
    'an action without a service',
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
  ['an unknown operator', condition({ StringEqual: { 'aws:userid': 'x' } }), 'Syntax errors in policy.'],
  ['a condition that is no map', condition({ StringEquals: 'x' }), 'Syntax errors in policy.'],
  [
    'an ARN of only the service',
    { ...allow, Resource: 'arn:aws' },
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  ['an ARN without a resource', { ...allow, Resource: 'arn:aws:s3::1' }, 'The policy failed legacy parsing'],
  [
    'a region in an IAM ARN',
    { ...allow, Resource: 'arn:aws:iam:eu-west-1:123456789012:role/a' },
    'IAM resource arn:aws:iam:eu-west-1:123456789012:role/a cannot contain region information.',
  ],
  [
    'an unknown partition and a resource with colons',
    { ...allow, NotResource: 'arn:amazon:logs:::log-group:a', Resource: undefined },
    'Partition "amazon" is not valid for resource "arn:amazon:logs:::log-group:a".',
  ],
  ['a wildcard for the service', { ...allow, Action: '*:GetObject' }, 'Vendor * is not valid'],
  ['an action that is no text', { ...allow, Action: [1] }, 'Syntax errors in policy.'],
  ['a Sid that is no text', { ...allow, Sid: 1 }, 'Syntax errors in policy.'],
  ['Resource with NotResource', { ...allow, NotResource: '*' }, 'Syntax errors in policy.'],
  ['a list for Principal', { ...allow, Principal: ['*'] }, 'Syntax errors in policy.'],
  [
    'a condition key without a service',
    condition({ StringEquals: { userid: 'x' } }),
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  ],
  ['a condition value that is no scalar', condition({ StringEquals: { 's3:x': [{}] } }), 'Syntax errors in policy.'],
  ['a list for a condition', condition([{ 's3:x': 'x' }]), 'Syntax errors in policy.'],
  [
    'NullIfExists, which IAM does not have',
    condition({ NullIfExists: { 's3:x': 'true' } }),
    'Syntax errors in policy.',
  ],
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

t.test('an unknown version and an unknown key of a policy are syntax errors', async t => {
  const syntax = { message: 'Syntax errors in policy.' }
  t.throws(parse(allow, 'identity', { Version: '2012-10-18' }), syntax)
  t.throws(parse(allow, 'identity', { Statements: [] }), syntax)
  t.throws(parse(allow, 'identity', { Id: 1 }), syntax)
  for (const text of ['{', '"x"', 'null', '[]']) t.throws(() => parsePolicy(text), syntax)
})

t.test('valid policies are accepted unchanged', async t => {
  const every = [
    { ...allow, Sid: 'One', Condition: { 'ForAnyValue:StringLikeIfExists': { 's3:prefix': ['a', 'b*'] } } },
    { Effect: 'Deny', NotAction: ['s3:*', 'EC2:Describe*'], NotResource: ['*', 'arn:*:logs:*:*:log-group:a:*'] },
    { ...allow, Action: '*', Condition: { Bool: { 'aws:SecureTransport': false }, Null: { 'aws:SourceVpce': true } } },
  ]
  t.same(parse(every)().Statement, every)
  t.ok(parse(allow, 'identity', { Version: '2008-10-17', Id: 'one' })())
  t.same(parsePolicy(JSON.stringify({ Statement: allow }), 'MalformedPolicyDocument', 'identity'), { Statement: allow })
})

t.test('a condition that the local AWS cannot evaluate is refused by name, never silently false', async t => {
  const unknown = { code: 'NotImplemented', statusCode: 501 }
  t.throws(parse(condition({ StringEquals: { 'aws:PrincipalTag/team': 'x' } })), {
    ...unknown,
    message: /PrincipalTag/,
  })
  t.throws(parse(condition({ BinaryEquals: { 's3:x': 'eA==' } })), { ...unknown, message: /BinaryEquals/ })
})

t.test('a resource policy must name a resource, and its service checks actions and ARNs itself', async t => {
  const open = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }
  t.throws(parse(open, 'resource'), { message: 'Missing required field Resource' })
  t.ok(parse({ ...open, Resource: 'shelf' }, 'resource')())
  t.ok(parse({ ...open, NotResource: 'shelf' }, 'resource')())
  t.ok(parse(open, 'fileSystem')(), 'a file system policy applies to its file system')
})

t.test('a text that is no JSON is refused in other words for a trust policy', async t => {
  const words = (kind: PolicyKind) => () => parsePolicy('{', 'MalformedPolicyDocument', kind)
  t.throws(words('trust'), { code: 'MalformedPolicyDocument', message: 'This policy contains invalid Json' })
  t.throws(words('identity'), { code: 'MalformedPolicyDocument', message: 'Syntax errors in policy.' })
})
