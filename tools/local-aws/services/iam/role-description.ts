import type { Role as RoleDescription } from '@aws-sdk/client-iam'
import type { PolicyDocument } from '../../iam/policy-document.ts'
import type { Account } from './operation.ts'
import type { Role } from './state.ts'

/** IAM returns policies URL-encoded (RFC 3986). https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export function encodePolicy(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document))
}

export function describeRole(role: Role): RoleDescription {
  return {
    RoleName: role.roleName,
    RoleId: role.roleId,
    Path: role.path,
    Arn: role.arn,
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: encodePolicy(role.trustPolicy),
    MaxSessionDuration: role.maxSessionDuration,
    Description: role.description,
    ...(role.tags.size > 0 && { Tags: [...role.tags].map(([Key, Value]) => ({ Key, Value })) }),
  }
}

/**
 * Describes a role in a list, without its tags.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html: "This operation does not return the following
 * attributes […] PermissionsBoundary, RoleLastUsed, Tags".
 */
export function describeInList(role: Role): RoleDescription {
  const { Tags, ...described } = describeRole(role)
  return described
}

/** The ARN for permissions on a role, which need not exist. */
export function roleArn(account: Account, roleName: string | undefined, path?: string): string {
  const known = account.iam.roles.get(roleName ?? '')
  return known?.arn ?? `arn:aws:iam::${account.id}:role${path ?? '/'}${roleName}`
}
