import { NoSuchEntityException } from '@aws-sdk/client-iam'
import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { oidcProvider } from './oidc-provider.ts'
import { role } from './role.ts'

const of = [{ Key: 'of', Value: 'stack' }]
const own = [{ Key: 'own', Value: 'tag' }]
const gone = new NoSuchEntityException({ $metadata: {}, message: 'gone' })

t.test('a role is created with its policies, and changed by their difference', async t => {
  const answers = { GetRole: { Role: { Arn: 'arn:role', RoleId: 'AROA' } } }
  const { create, update, remove } = handlerCalls(role, answers)
  const made = (physicalId: string) => ({ physicalId, attributes: { Arn: 'arn:role', RoleId: 'AROA' } })
  const look = (RoleName: string) => ['iam.GetRole', { RoleName }]
  const name = 'generated {"maxLength":64}'
  t.same(await create({ AssumeRolePolicyDocument: '{}' }), {
    made: made(name),
    calls: [
      ['iam.CreateRole', { RoleName: name, AssumeRolePolicyDocument: '{}', Tags: of }],
      ['initiated', name],
      look(name),
    ],
  })
  const same = { RoleName: 'r', Description: 'd', Path: '/p/', PermissionsBoundary: 'b' }
  const policies = { Policies: [{ PolicyName: 'a', PolicyDocument: { x: 1 } }], ManagedPolicyArns: ['m'] }
  const whole = { ...same, AssumeRolePolicyDocument: { a: 1 }, MaxSessionDuration: '7200', Tags: own, ...policies }
  const put = (RoleName: string) => [
    ['iam.PutRolePolicy', { RoleName, PolicyName: 'a', PolicyDocument: '{"x":1}' }],
    ['iam.AttachRolePolicy', { RoleName, PolicyArn: 'm' }],
  ]
  t.same((await create(whole)).calls, [
    [
      'iam.CreateRole',
      { ...same, AssumeRolePolicyDocument: '{"a":1}', MaxSessionDuration: 7200, Tags: [...of, ...own] },
    ],
    ['initiated', 'r'],
    ...put('r'),
    look('r'),
  ])
  const RoleName = 'physical'
  t.same(await update({}, {}, []), { made: made('physical'), calls: [look('physical')] })
  t.same((await update(whole, { AssumeRolePolicyDocument: '{}' }, Object.keys(whole))).calls, [
    ['iam.UpdateAssumeRolePolicy', { RoleName, PolicyDocument: '{}' }],
    ['iam.UpdateRole', { RoleName, Description: '', MaxSessionDuration: 3600 }],
    ['iam.DeleteRolePolicy', { RoleName, PolicyName: 'a' }],
    ['iam.DetachRolePolicy', { RoleName, PolicyArn: 'm' }],
    ['iam.UntagRole', { RoleName, TagKeys: ['own'] }],
    ['iam.TagRole', { RoleName, Tags: of }],
    look('physical'),
  ])
  for (const changed of ['Description', 'MaxSessionDuration'])
    t.same((await update({}, { Description: 'e', MaxSessionDuration: '3601' }, [changed])).calls, [
      ['iam.UpdateRole', { RoleName, Description: 'e', MaxSessionDuration: 3601 }],
      look('physical'),
    ])
  t.same((await update(policies, policies, ['Policies'])).calls, [...put('physical'), look('physical')])
  t.same((await update({}, { Tags: own }, ['Tags'])).calls, [
    ['iam.TagRole', { RoleName, Tags: [...of, ...own] }],
    look('physical'),
  ])
  t.same(await remove(policies), [
    ['iam.DeleteRolePolicy', { RoleName, PolicyName: 'a' }],
    ['iam.DetachRolePolicy', { RoleName, PolicyArn: 'm' }],
    ['iam.DeleteRole', { RoleName }],
  ])
  await ignoresOnly(t, role, 'DeleteRole', gone)
  await ignoresOnly(t, role, 'DeleteRolePolicy', gone, policies)
  const half = handlerCalls(role, { DeleteRolePolicy: gone, DetachRolePolicy: gone })
  t.equal((await half.remove(policies)).length, 3, 'a policy that is missing does not keep the role')
  t.same(role.applies, [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Policies',
    'Tags',
  ])
})

t.test('an identity provider is created, and changed by the difference of its lists', async t => {
  const { create, update, remove } = handlerCalls(oidcProvider, {
    CreateOpenIDConnectProvider: { OpenIDConnectProviderArn: 'arn:p' },
  })
  const made = (arn: string) => ({ physicalId: arn, attributes: { Arn: arn } })
  const properties = { Url: 'https://id', ClientIdList: ['a', 'b'], ThumbprintList: ['t'], Tags: own }
  t.same(await create(properties), {
    made: made('arn:p'),
    calls: [
      [
        'iam.CreateOpenIDConnectProvider',
        { Url: 'https://id', ClientIDList: ['a', 'b'], ThumbprintList: ['t'], Tags: [...of, ...own] },
      ],
    ],
  })
  const provider = { OpenIDConnectProviderArn: 'physical' }
  const after = { ClientIdList: ['b', 'c'], ThumbprintList: ['u'] }
  t.same(await update(properties, after, ['ClientIdList', 'ThumbprintList', 'Tags']), {
    made: made('physical'),
    calls: [
      ['iam.AddClientIDToOpenIDConnectProvider', { ...provider, ClientID: 'c' }],
      ['iam.RemoveClientIDFromOpenIDConnectProvider', { ...provider, ClientID: 'a' }],
      ['iam.UpdateOpenIDConnectProviderThumbprint', { ...provider, ThumbprintList: ['u'] }],
      ['iam.UntagOpenIDConnectProvider', { ...provider, TagKeys: ['own'] }],
      ['iam.TagOpenIDConnectProvider', { ...provider, Tags: of }],
    ],
  })
  t.same((await update({ ThumbprintList: ['t'] }, {}, ['ThumbprintList'])).calls, [], 'AWS keeps the thumbprints')
  t.same((await update({}, {}, ['Tags'])).calls, [['iam.TagOpenIDConnectProvider', { ...provider, Tags: of }]])
  t.same(await remove(), [['iam.DeleteOpenIDConnectProvider', provider]])
  await ignoresOnly(t, oidcProvider, 'DeleteOpenIDConnectProvider', gone)
})
