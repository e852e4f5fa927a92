import * as sdk from '@aws-sdk/client-iam'
import { AwsError } from '../../aws-error.ts'
import type { Service } from '../../operation.ts'
import { query } from '../../protocols/query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { constraints } from './constraints.ts'
import { addClientIdToOpenIdConnectProvider } from './operations/add-client-id-to-open-id-connect-provider.ts'
import { attachRolePolicy } from './operations/attach-role-policy.ts'
import { createOpenIdConnectProvider } from './operations/create-open-id-connect-provider.ts'
import { createRole } from './operations/create-role.ts'
import { deleteOpenIdConnectProvider } from './operations/delete-open-id-connect-provider.ts'
import { deleteRolePolicy } from './operations/delete-role-policy.ts'
import { deleteRole } from './operations/delete-role.ts'
import { detachRolePolicy } from './operations/detach-role-policy.ts'
import { getOpenIdConnectProvider } from './operations/get-open-id-connect-provider.ts'
import { getRolePolicy } from './operations/get-role-policy.ts'
import { getRole } from './operations/get-role.ts'
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts'
import { listOpenIdConnectProviderTags } from './operations/list-open-id-connect-provider-tags.ts'
import { listOpenIdConnectProviders } from './operations/list-open-id-connect-providers.ts'
import { listRolePolicies } from './operations/list-role-policies.ts'
import { listRoles } from './operations/list-roles.ts'
import { putRolePolicy } from './operations/put-role-policy.ts'
import { removeClientIdFromOpenIdConnectProvider } from './operations/remove-client-id-from-open-id-connect-provider.ts'
import { simulatePrincipalPolicy } from './operations/simulate-principal-policy.ts'
import { tagOpenIdConnectProvider } from './operations/tag-open-id-connect-provider.ts'
import { tagRole } from './operations/tag-role.ts'
import { untagOpenIdConnectProvider } from './operations/untag-open-id-connect-provider.ts'
import { untagRole } from './operations/untag-role.ts'
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { updateOpenIdConnectProviderThumbprint } from './operations/update-open-id-connect-provider-thumbprint.ts'
import { updateRole } from './operations/update-role.ts'
import { tooManyTags } from './too-many-tags.ts'

/** The operations of IAM, which keep roles and policies. `tools/local-aws/iam` decides with them whether a call is allowed. */
export const iam: Service = {
  signingName: 'iam',
  protocol: query,
  model: new ServiceModel(sdk, 'https://iam.amazonaws.com/doc/2010-05-08/'),
  validationErrorCode: 'ValidationError',
  hidesRefusedValues: true,
  tagRefusals: {
    reserved: () => new AwsError('InvalidInput', 'aws: prefixed tag key names are not allowed for external use.'),
    twice: () =>
      new AwsError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.'),
    ignoresCase: true,
    tooMany: tooManyTags,
  },
  deniedCode: 'AccessDenied',
  isGlobal: true,
  constraints,
  operations: {
    AddClientIDToOpenIDConnectProvider: addClientIdToOpenIdConnectProvider,
    AttachRolePolicy: attachRolePolicy,
    CreateOpenIDConnectProvider: createOpenIdConnectProvider,
    CreateRole: createRole,
    DeleteOpenIDConnectProvider: deleteOpenIdConnectProvider,
    DeleteRole: deleteRole,
    DeleteRolePolicy: deleteRolePolicy,
    DetachRolePolicy: detachRolePolicy,
    GetOpenIDConnectProvider: getOpenIdConnectProvider,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListOpenIDConnectProviderTags: listOpenIdConnectProviderTags,
    ListOpenIDConnectProviders: listOpenIdConnectProviders,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    PutRolePolicy: putRolePolicy,
    RemoveClientIDFromOpenIDConnectProvider: removeClientIdFromOpenIdConnectProvider,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
    TagOpenIDConnectProvider: tagOpenIdConnectProvider,
    TagRole: tagRole,
    UntagOpenIDConnectProvider: untagOpenIdConnectProvider,
    UntagRole: untagRole,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateOpenIDConnectProviderThumbprint: updateOpenIdConnectProviderThumbprint,
    UpdateRole: updateRole,
  },
}
