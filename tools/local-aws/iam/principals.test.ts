import t from 'tap'
import { evaluate, type PrincipalName } from './evaluate.ts'
import type { PolicyStatement } from './policy-document.ts'

const role = 'arn:aws:iam::1:role/function'
const session = 'arn:aws:sts::1:assumed-role/function/environment'
const names: PrincipalName[] = [session, role].map(name => ({ type: 'AWS', name }))
const lambda: PrincipalName = { type: 'Service', name: 'lambda.amazonaws.com' }

/** What a policy of one statement on a resource answers to somebody with these names. */
function decide(statement: Partial<PolicyStatement>, principals: readonly PrincipalName[] | undefined = names) {
  const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: '*', ...statement }]
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} }
  return evaluate([{ Statement }], { ...request, ...(principals && { principals }) })
}

t.test('a statement names somebody by any one of the names that he has', async t => {
  t.equal(decide({ Principal: { AWS: role } }), 'allow')
  t.equal(decide({ Principal: { AWS: ['arn:aws:iam::1:role/other', session] } }), 'allow')
  t.equal(decide({ Principal: { AWS: '*' } }), 'allow')
  t.equal(decide({ Principal: { AWS: 'arn:aws:iam::1:role/other' } }), 'implicitDeny')
  t.equal(decide({ Principal: { AWS: 'arn:aws:iam::1:role/*' } }), 'implicitDeny', 'a wildcard within a name is none')
  t.equal(decide({ Principal: { Service: role } }), 'implicitDeny', 'the kind of the name counts')
})

t.test('NotPrincipal means everybody but those that it names', async t => {
  t.equal(decide({ NotPrincipal: { AWS: role } }), 'implicitDeny')
  t.equal(decide({ NotPrincipal: { AWS: 'arn:aws:iam::1:role/other' } }), 'allow')
  t.equal(decide({ NotPrincipal: { AWS: role } }, [lambda]), 'allow')
  t.equal(decide({ Effect: 'Deny', NotPrincipal: { AWS: role } }, [lambda]), 'explicitDeny')
  t.equal(decide({ Effect: 'Deny', NotPrincipal: { AWS: role } }), 'implicitDeny', 'whom it names it does not deny')
})

t.test('a resource policy that names nobody speaks to nobody', async t => {
  t.equal(decide({}), 'implicitDeny')
})

t.test('a statement that names somebody says nothing as the policy of an identity', async t => {
  const asIdentity = (statement: Partial<PolicyStatement>) => {
    const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: '*', ...statement }]
    return evaluate([{ Statement }], { action: 's3:GetObject', resource: '*', context: {} })
  }
  t.equal(asIdentity({}), 'allow')
  t.equal(asIdentity({ Principal: '*' }), 'implicitDeny')
  t.equal(asIdentity({ NotPrincipal: { AWS: role } }), 'implicitDeny')
})
