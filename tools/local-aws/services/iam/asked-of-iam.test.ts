import {
  AddClientIDToOpenIDConnectProviderCommand,
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  TagRoleCommand,
  UntagOpenIDConnectProviderCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import t, { type Test } from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const administrator = new IAMClient(aws)
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 'sts:AssumeRole' }],
})
const RoleName = 'asked'
await administrator.send(new CreateRoleCommand({ RoleName, Path: '/team/', AssumeRolePolicyDocument: trust }))
const { OpenIDConnectProviderArn } = await administrator.send(
  new CreateOpenIDConnectProviderCommand({ Url: 'https://tokens.example', ClientIDList: ['one'] }),
)

const role = aws.account.iam.role(RoleName)
const credentials = aws.account.iam.issueSession({ role, sessionName: 'test', durationSeconds: 900 })
const iam = new IAMClient({ ...aws, credentials })
t.teardown(() => iam.destroy())

/** Checks that the call is refused to a role without policies, and needs the action of its name on this resource. */
async function refused(t: Test, resource: string, calls: Readonly<Record<string, () => Promise<unknown>>>) {
  for (const [action, call] of Object.entries(calls)) {
    await t.rejects(
      call(),
      {
        name: 'AccessDenied',
        message: `is not authorized to perform: iam:${action} on resource: arn:aws:iam::${aws.accountId}:${resource} because`,
        $metadata: { httpStatusCode: 403 },
      },
      action,
    )
  }
}

t.test('operations on a role need a permission on that role, with its path', async t => {
  const of = { RoleName }
  const managed = { RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }
  const inline = { RoleName, PolicyName: 'p' }
  await refused(t, 'role/team/asked', {
    GetRole: () => iam.send(new GetRoleCommand(of)),
    UpdateRole: () => iam.send(new UpdateRoleCommand(of)),
    UpdateAssumeRolePolicy: () => iam.send(new UpdateAssumeRolePolicyCommand({ ...of, PolicyDocument: trust })),
    TagRole: () => iam.send(new TagRoleCommand({ ...of, Tags: [] })),
    UntagRole: () => iam.send(new UntagRoleCommand({ ...of, TagKeys: [] })),
    PutRolePolicy: () => iam.send(new PutRolePolicyCommand({ ...inline, PolicyDocument: trust })),
    GetRolePolicy: () => iam.send(new GetRolePolicyCommand(inline)),
    ListRolePolicies: () => iam.send(new ListRolePoliciesCommand(of)),
    DeleteRolePolicy: () => iam.send(new DeleteRolePolicyCommand(inline)),
    AttachRolePolicy: () => iam.send(new AttachRolePolicyCommand(managed)),
    ListAttachedRolePolicies: () => iam.send(new ListAttachedRolePoliciesCommand(of)),
    DetachRolePolicy: () => iam.send(new DetachRolePolicyCommand(managed)),
    DeleteRole: () => iam.send(new DeleteRoleCommand(of)),
  })
  await refused(t, 'role/', { ListRoles: () => iam.send(new ListRolesCommand({})) })
  await refused(t, 'role/none', { GetRole: () => iam.send(new GetRoleCommand({ RoleName: 'none' })) })
})

t.test('operations on an identity provider need a permission on that provider', async t => {
  const of = { OpenIDConnectProviderArn }
  await refused(t, 'oidc-provider/tokens.example', {
    CreateOpenIDConnectProvider: () =>
      iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://tokens.example' })),
    GetOpenIDConnectProvider: () => iam.send(new GetOpenIDConnectProviderCommand(of)),
    AddClientIDToOpenIDConnectProvider: () =>
      iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...of, ClientID: 'two' })),
    RemoveClientIDFromOpenIDConnectProvider: () =>
      iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...of, ClientID: 'one' })),
    UpdateOpenIDConnectProviderThumbprint: () =>
      iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ ...of, ThumbprintList: [] })),
    TagOpenIDConnectProvider: () => iam.send(new TagOpenIDConnectProviderCommand({ ...of, Tags: [] })),
    ListOpenIDConnectProviderTags: () => iam.send(new ListOpenIDConnectProviderTagsCommand(of)),
    UntagOpenIDConnectProvider: () => iam.send(new UntagOpenIDConnectProviderCommand({ ...of, TagKeys: [] })),
    DeleteOpenIDConnectProvider: () => iam.send(new DeleteOpenIDConnectProviderCommand(of)),
  })
  await refused(t, 'oidc-provider/*', {
    ListOpenIDConnectProviders: () => iam.send(new ListOpenIDConnectProvidersCommand({})),
  })
})
