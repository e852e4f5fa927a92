import * as sdk from '@aws-sdk/client-iam'
import type { Service } from '../../operation.ts'
import { query } from '../../protocols/query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { attachRolePolicy } from './operations/attach-role-policy.ts'
import { createRole } from './operations/create-role.ts'
import { deleteRole } from './operations/delete-role.ts'
import { deleteRolePolicy } from './operations/delete-role-policy.ts'
import { detachRolePolicy } from './operations/detach-role-policy.ts'
import { getRole } from './operations/get-role.ts'
import { getRolePolicy } from './operations/get-role-policy.ts'
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts'
import { listRolePolicies } from './operations/list-role-policies.ts'
import { listRoles } from './operations/list-roles.ts'
import { putRolePolicy } from './operations/put-role-policy.ts'
import { simulatePrincipalPolicy } from './operations/simulate-principal-policy.ts'
import { tagRole } from './operations/tag-role.ts'
import { untagRole } from './operations/untag-role.ts'
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { updateRole } from './operations/update-role.ts'

export const iam: Service = {
  signingName: 'iam',
  protocol: query,
  model: new ServiceModel(sdk, 'https://iam.amazonaws.com/doc/2010-05-08/'),
  validationErrorCode: 'ValidationError',
  operations: {
    AttachRolePolicy: attachRolePolicy,
    CreateRole: createRole,
    DeleteRole: deleteRole,
    DeleteRolePolicy: deleteRolePolicy,
    DetachRolePolicy: detachRolePolicy,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListRolePolicies: listRolePolicies,
    ListRoles: listRoles,
    PutRolePolicy: putRolePolicy,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
    TagRole: tagRole,
    UntagRole: untagRole,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateRole: updateRole,
  },
}
