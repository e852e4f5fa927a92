import t from 'tap'
import { evaluate, type PrincipalName } from './evaluate.ts'
import type { PolicyStatement } from './policy-document.ts'

const role = 'arn:aws:iam::1:role/function'
const session = 'arn:aws:sts::1:assumed-role/function/environment'
const names: PrincipalName[] = [session, role].map(name => ({ type: 'AWS', name }))
const lambda: PrincipalName = { type: 'Service', name: 'lambda.amazonaws.com' }

/** The decision of a resource policy with one statement for a caller with these names. */
function decide(statement: Partial<PolicyStatement>, principals: readonly PrincipalName[] | undefined = names) {
  const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: '*', ...statement }]
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} }
  return evaluate([{ Statement }], { ...request, ...(principals && { principals }) })
}

t.test('a statement can name a caller by any of its names', async t => {
  t.equal(decide({ Principal: { AWS: role } }), 'allow')
  t.equal(decide({ Principal: { AWS: ['arn:aws:iam::1:role/other', session] } }), 'allow')
  t.equal(decide({ Principal: { AWS: '*' } }), 'allow')
  t.equal(decide({ Principal: { AWS: 'arn:aws:iam::1:role/other' } }), 'implicitDeny')
  t.equal(
    decide({ Principal: { AWS: 'arn:aws:iam::1:role/*' } }),
    'implicitDeny',
    'a wildcard inside a name has no effect',
  )
  t.equal(decide({ Principal: { Service: role } }), 'implicitDeny', 'the type of the name matters')
})

t.test('NotPrincipal applies to everybody except the named ones', async t => {
  t.equal(decide({ NotPrincipal: { AWS: role } }), 'implicitDeny')
  t.equal(decide({ NotPrincipal: { AWS: 'arn:aws:iam::1:role/other' } }), 'allow')
  t.equal(decide({ NotPrincipal: { AWS: role } }, [lambda]), 'allow')
  t.equal(decide({ Effect: 'Deny', NotPrincipal: { AWS: role } }, [lambda]), 'explicitDeny')
  t.equal(decide({ Effect: 'Deny', NotPrincipal: { AWS: role } }), 'implicitDeny', 'the named one is not denied')
})

t.test('a resource policy without a principal applies to nobody', async t => {
  t.equal(decide({}), 'implicitDeny')
})

t.test('a statement with a principal has no effect in an identity policy', async t => {
  const asIdentity = (statement: Partial<PolicyStatement>) => {
    const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: '*', ...statement }]
    return evaluate([{ Statement }], { action: 's3:GetObject', resource: '*', context: {} })
  }
  t.equal(asIdentity({}), 'allow')
  t.equal(asIdentity({ Principal: '*' }), 'implicitDeny')
  t.equal(asIdentity({ NotPrincipal: { AWS: role } }), 'implicitDeny')
})
