import { IAMClient } from '@aws-sdk/client-iam'
import t from 'tap'
import { stubAws } from '../../command/stub-aws-fixture.ts'
import { concernsS3, policyStatements } from './policy-statements.ts'
import { rolePolicies } from './role-policies.ts'

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const plain = { effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'], isInverted: false, isConditional: false }

t.test('the statements of a policy are read, encoded or plain, with one value or a list', t => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
  t.same(policyStatements(document(statement)), [plain])
  t.same(policyStatements(` \n${document(statement)}`), [plain])
  t.same(policyStatements(encodeURIComponent(document(statement))), [plain])
  t.same(policyStatements(JSON.stringify({ Statement: statement })), [plain])
  t.same(policyStatements('{}'), [])
  const [lists] = policyStatements(document({ ...statement, Action: ['a:b', 'c:d'], Resource: ['x', 'y'] }))
  t.match(lists, { actions: ['a:b', 'c:d'], resources: ['x', 'y'] })
  t.end()
})

t.test('a statement with a negation or a condition says so', t => {
  const of = (more: object) => policyStatements(document({ Effect: 'Deny', Action: 'a:b', Resource: '*', ...more }))[0]!
  t.match(of({}), { effect: 'Deny', isInverted: false, isConditional: false })
  for (const name of ['NotAction', 'NotResource', 'NotPrincipal']) t.match(of({ [name]: '*' }), { isInverted: true })
  const [inverted] = policyStatements(document({ Effect: 'Allow', NotAction: 's3:*', NotResource: ['x'] }))
  t.match(inverted, { actions: ['s3:*'], resources: ['x'], isInverted: true })
  t.match(of({ Condition: {} }), { isConditional: false })
  t.match(of({ Condition: { Bool: { a: 'true' } } }), { isConditional: true })
  t.end()
})

t.test('an action concerns S3 by its service, also behind wildcards and in capitals', t => {
  for (const action of ['s3:GetObject', 'S3:*', 's*:x', '?3:x', '*', '*:*', 's3*', '?*', 's?:Get*']) {
    t.equal(concernsS3(action), true, action)
  }
  for (const action of ['s3express:x', 'sts:AssumeRole', 'logs:*', 'xs3:x', 's3', 'sns*', 's3-outposts:x']) {
    t.equal(concernsS3(action), false, action)
  }
  t.end()
})

t.test('a role may do what its own policies and those attached to it say', async t => {
  const policy = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })
  const { connection, asked } = stubAws({
    ListRolePolicies: { PolicyNames: ['own'] },
    GetRolePolicy: { PolicyDocument: encodeURIComponent(policy) },
    ListAttachedRolePolicies: { AttachedPolicies: [{ PolicyArn: 'arn:p' }] },
    GetPolicy: { Policy: { DefaultVersionId: 'v2' } },
    GetPolicyVersion: { PolicyVersion: { Document: encodeURIComponent(policy) } },
  })
  t.same(await rolePolicies(connection.clients.get(IAMClient), 'r'), [
    { name: 'own', source: 'IAM GetRolePolicy', statements: [plain] },
    { name: 'arn:p', source: 'IAM GetPolicyVersion', statements: [plain] },
  ])
  t.match(asked, [
    ['ListRolePolicies', { RoleName: 'r' }],
    ['GetRolePolicy', { RoleName: 'r', PolicyName: 'own' }],
    ['ListAttachedRolePolicies', { RoleName: 'r' }],
    ['GetPolicy', { PolicyArn: 'arn:p' }],
    ['GetPolicyVersion', { PolicyArn: 'arn:p', VersionId: 'v2' }],
  ])
})
