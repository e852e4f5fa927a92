import t from 'tap'
import { evaluate, type PrincipalName } from './evaluate.ts'
import type { PolicyStatement } from './policy-document.ts'

const allow = { Effect: 'Allow' as const, Action: '*', Resource: '*' }

function applies(statement: Partial<PolicyStatement>, principals?: readonly PrincipalName[]): boolean {
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} }
  const full = { ...allow, ...statement } as PolicyStatement
  return evaluate([{ Statement: full }], { ...request, ...(principals && { principals }) }) === 'allow'
}

t.test('one of several actions or resources is enough, and so is one excluded', t => {
  t.equal(applies({ Action: ['s3:PutObject', 's3:GetObject'] }), true)
  t.equal(applies({ Action: ['s3:PutObject'] }), false)
  t.equal(applies({ Action: undefined, NotAction: ['s3:PutObject', 's3:GetObject'] }), false)
  t.equal(applies({ Action: undefined, NotAction: ['s3:PutObject', 's3:PutObjectAcl'] }), true)
  t.equal(applies({ Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }), true)
  t.equal(applies({ Resource: undefined, NotResource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] }), false)
  t.equal(applies({ Resource: undefined, NotResource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::c/*'] }), true)
  t.end()
})

const role = 'arn:aws:iam::1:role/r'
const session = 'arn:aws:sts::1:assumed-role/r/s'
const caller: readonly PrincipalName[] = [
  { type: 'AWS', name: session },
  { type: 'AWS', name: role },
]

t.test('a principal matches by any of its names of the same type', t => {
  t.equal(applies({ Principal: { AWS: role } }, caller), true)
  t.equal(applies({ Principal: { AWS: session } }, caller), true)
  t.equal(applies({ Principal: { AWS: ['x', role] } }, caller), true)
  t.equal(applies({ Principal: { AWS: ['x', 'y'] } }, caller), false)
  t.equal(applies({ Principal: { AWS: '*' } }, caller), true)
  t.equal(applies({ Principal: { Service: role, Federated: '*' } }, caller), false)
  t.end()
})

t.test('NotPrincipal lists those to whom a statement does not apply', t => {
  t.equal(applies({ NotPrincipal: { AWS: 'arn:aws:iam::1:role/other' } }, caller), true)
  t.equal(applies({ NotPrincipal: { AWS: role } }, caller), false)
  t.equal(applies({ NotPrincipal: '*' }, caller), false)
  t.end()
})

t.test('a principal is required in a resource policy, and forbidden elsewhere', t => {
  t.equal(applies({}, caller), false, 'a resource policy without a principal')
  t.equal(applies({ Principal: '*' }), false, 'an identity policy with a principal')
  t.equal(applies({ NotPrincipal: { AWS: 'x' } }), false)
  t.end()
})
