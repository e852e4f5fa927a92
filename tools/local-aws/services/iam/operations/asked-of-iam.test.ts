import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'

const asked = permissionsAsked(accountAlone(), 'iam')
const iam = 'arn:aws:iam::000000000000:'
const Tags = [{ Key: 'k', Value: 'v' }]

t.test('a creation with tags also needs the permission to tag', t => {
  const role = { RoleName: 'r', Path: '/team/' }
  const arn = `${iam}role/team/r`
  for (const none of [{}, { Tags: [] }]) t.same(asked('CreateRole', { ...role, ...none }), [`iam:CreateRole on ${arn}`])
  t.same(asked('CreateRole', { ...role, Tags }), [`iam:CreateRole on ${arn}`, `iam:TagRole on ${arn}`])
  const provider = { Url: 'https://id.example' }
  const on = `on ${iam}oidc-provider/id.example`
  for (const none of [{}, { Tags: [] }])
    t.same(asked('CreateOpenIDConnectProvider', { ...provider, ...none }), [`iam:CreateOpenIDConnectProvider ${on}`])
  t.same(asked('CreateOpenIDConnectProvider', { ...provider, Tags }), [
    `iam:CreateOpenIDConnectProvider ${on}`,
    `iam:TagOpenIDConnectProvider ${on}`,
  ])
  t.end()
})

t.test('an attached policy is a condition key', t => {
  for (const operation of ['AttachRolePolicy', 'DetachRolePolicy'])
    t.same(asked(operation, { RoleName: 'r', PolicyArn: 'p' }), [
      `iam:${operation} on ${iam}role/r with {"iam:PolicyARN":"p"}`,
    ])
  t.same(asked('SimulatePrincipalPolicy', { PolicySourceArn: 'arn' }), ['iam:SimulatePrincipalPolicy on arn'])
  t.end()
})
