import t from 'tap'
import { list, memberLimits, x } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { between, refused, values } = memberLimits(constraints)
const one = (member: string) => (size: number) => ({ [member]: x(size) })

t.test('texts, lists and numbers have the limits of the model', t => {
  const texts: readonly [operation: string, member: string, limits: readonly [number, number]][] = [
    ['CreateRole', 'AssumeRolePolicyDocument', [1, 131_072]],
    ['CreateRole', 'Description', [0, 1000]],
    ['CreateRole', 'PermissionsBoundary', [20, 2048]],
    ['CreateRole', 'RoleName', [1, 64]],
    ['GetRole', 'RoleName', [1, 64]],
    ['ListRoles', 'Marker', [1, 320]],
    ['AddClientIDToOpenIDConnectProvider', 'ClientID', [1, 255]],
    ['CreateOpenIDConnectProvider', 'Url', [1, 255]],
    ['GetOpenIDConnectProvider', 'OpenIDConnectProviderArn', [20, 2048]],
    ['AttachRolePolicy', 'PolicyArn', [20, 2048]],
    ['PutRolePolicy', 'PolicyDocument', [1, 131_072]],
    ['PutRolePolicy', 'PolicyName', [1, 128]],
    ['SimulatePrincipalPolicy', 'PolicySourceArn', [20, 2048]],
  ]
  for (const [operation, member, limits] of texts) {
    const path = member[0]!.toLowerCase() + member.slice(1)
    between(t, operation, path, limits, one(member))
  }
  between(t, 'ListRoles', 'maxItems', [1, 1000], MaxItems => ({ MaxItems }))
  between(t, 'UpdateRole', 'maxSessionDuration', [3600, 43_200], MaxSessionDuration => ({ MaxSessionDuration }))
  between(t, 'CreateRole', 'path', [3, 512], size => ({ Path: `/${x(size - 2)}/` }))
  t.same(refused('CreateRole', { Path: '/' }), [])
  t.same(refused('CreateRole', { Path: '' }), ['path'])
  between(t, 'ListRoles', 'pathPrefix', [1, 512], size => ({ PathPrefix: '/'.padEnd(size, 'x').slice(0, size) }))
  between(t, 'SimulatePrincipalPolicy', 'actionNames.1.member', [3, 128], size => ({ ActionNames: [x(size)] }))
  between(t, 'SimulatePrincipalPolicy', 'resourceArns.1.member', [1, 2048], size => ({ ResourceArns: [x(size)] }))
  between(t, 'CreateOpenIDConnectProvider', 'clientIDList.1.member', [1, 255], size => ({ ClientIDList: [x(size)] }))
  between(t, 'CreateOpenIDConnectProvider', 'thumbprintList.1.member', [40, 40], size => ({
    ThumbprintList: [x(size)],
  }))
  between(t, 'SimulatePrincipalPolicy', 'contextEntries.1.member.contextKeyName', [5, 256], size => ({
    ContextEntries: [{ ContextKeyName: x(size) }],
  }))
  between(t, 'UntagRole', 'tagKeys', [0, 50], size => ({ TagKeys: list(size, 'k') }))
  between(t, 'UntagRole', 'tagKeys.1.member', [1, 128], size => ({ TagKeys: [x(size)] }))
  between(t, 'TagRole', 'tags', [0, 50], size => ({ Tags: list(size, { Key: 'k', Value: 'v' }) }))
  between(t, 'TagRole', 'tags.1.member.key', [1, 128], size => ({ Tags: [{ Key: x(size), Value: '' }] }))
  between(t, 'TagRole', 'tags.1.member.value', [0, 256], size => ({ Tags: [{ Key: 'k', Value: x(size) }] }))
  t.end()
})

t.test('names, paths, documents and tags have the characters of the model', t => {
  const name = { right: ['aB9_+=,.@-'], wrong: ['a b', 'a/b', 'é'] }
  values(t, 'GetRole', 'roleName', RoleName => ({ RoleName }), name)
  values(t, 'PutRolePolicy', 'policyName', PolicyName => ({ PolicyName }), name)
  t.same(refused('CreateRole', { RoleName: 'a b' }), [], 'the operation itself refuses it')
  values(t, 'CreateRole', 'path', Path => ({ Path }), { right: ['/', '/a/b~!/'], wrong: ['a/', '/a', '/a b/', '//é/'] })
  values(t, 'ListRoles', 'pathPrefix', PathPrefix => ({ PathPrefix }), { right: ['/', '/a~'], wrong: ['a', '/a b'] })
  const document = { right: ['{\t\r\n "a": "ÿ" }'], wrong: ['\u0000', 'Ā'] }
  values(t, 'PutRolePolicy', 'policyDocument', PolicyDocument => ({ PolicyDocument }), document)
  values(t, 'CreateRole', 'description', Description => ({ Description }), {
    right: ['', 'a\t\r\n ~¡ÿ'],
    wrong: ['\u007f', '\u00a0', 'Ā'],
  })
  values(t, 'ListRoles', 'marker', Marker => ({ Marker }), { right: [' ÿ'], wrong: ['\n', 'Ā'] })
  const tag = (Key: string, Value: string) => ({ Tags: [{ Key, Value }] })
  values(t, 'TagRole', 'tags.1.member.key', Key => tag(Key, ''), { right: ['Größe 1_.:/=+-@'], wrong: ['a#b'] })
  values(t, 'TagRole', 'tags.1.member.value', Value => tag('k', Value), { right: ['', 'ß 1_.:/=+-@'], wrong: ['a#b'] })
  values(t, 'SimulatePrincipalPolicy', 'contextEntries.1.member.contextKeyType', type => context(type), {
    right: ['string', 'stringList', 'ip'],
    wrong: ['text'],
  })
  t.end()
})

function context(ContextKeyType: string) {
  return { ContextEntries: [{ ContextKeyName: 'aws:a', ContextKeyType }] }
}
