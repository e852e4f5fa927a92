import t from 'tap'
import { parsePolicy } from './parse-policy.ts'

const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }

function parse(statement: object) {
  return () =>
    parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statement }), 'MalformedPolicyDocument', 'trust')
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
    'an invalid service',
    { ...trust, Principal: { Service: 'lambda' } },
    'Invalid principal in policy: "SERVICE":"lambda"',
  ],
  ['a NotResource', { ...trust, NotResource: '*' }, 'Has prohibited field NotResource'],
  ['a NotPrincipal', notPrincipal(trust), 'Has prohibited field NotPrincipal'],
  ['Principal with NotPrincipal', { ...trust, NotPrincipal: '*' }, 'Syntax errors in policy.'],
  ['an empty Principal', { ...trust, Principal: {} }, 'Missing required field Principal'],
  ['an unknown kind of principal', { ...trust, Principal: { Role: 'a' } }, 'Syntax errors in policy.'],
  ['a principal that is no text', { ...trust, Principal: { Federated: [1] } }, 'Syntax errors in policy.'],
  [
    'an account of eleven digits',
    { ...trust, Principal: { AWS: '12345678901' } },
    'Invalid principal in policy: "AWS":"12345678901"',
  ],
  [
    'an action of STS that assumes no role',
    { ...trust, Action: 'sts:GetCallerIdentity' },
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  ['every action', { ...trust, Action: '*' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
]

function notPrincipal({ Principal, ...rest }: typeof trust) {
  return { ...rest, NotPrincipal: Principal }
}

const trusted: readonly [string, object][] = [
  ['an account', { AWS: '123456789012' }],
  ['everybody', { AWS: '*' }],
  ['a role', { AWS: 'arn:aws:iam::123456789012:role/a' }],
  ['a session', { AWS: 'arn:aws:sts::123456789012:assumed-role/a/b' }],
  ['a deleted role, by its id', { AWS: 'AROAEXAMPLEEXAMPLE12' }],
  [
    'services of every domain',
    { Service: ['a.amazonaws.com', 'a.amazonaws.com.cn', 'a.amazon.com', 'a.aws.internal'] },
  ],
]

for (const [what, Principal] of trusted) {
  t.test(`a trust policy may name ${what}`, async t => {
    t.same(parse({ ...trust, Principal })().Statement, { ...trust, Principal })
  })
}

for (const [what, statement, message] of refusedTrusts) {
  t.test(`a trust policy with ${what} is refused`, async t => {
    t.throws(parse(statement), { code: 'MalformedPolicyDocument', message })
  })
}

t.test('a trust policy may contain STS actions with wildcards and in any case', async t => {
  for (const Action of [
    'sts:*',
    'sts:AssumeRole*',
    'STS:assumerolewithwebidentity',
    ['sts:AssumeRole', 'sts:TagSession'],
  ]) {
    t.same(parse({ ...trust, Action })().Statement, { ...trust, Action })
  }
})
