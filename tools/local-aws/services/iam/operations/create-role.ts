import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { describeRole, roleArn } from '../role-description.ts'
import { uniqueId } from '../state.ts'
import { parseTrustPolicy } from '../trust.ts'

const namePattern = /^[\w+=,.@-]{1,64}$/

export const createRole: Operation<CreateRoleRequest, CreateRoleResponse> = {
  honours: ['RoleName', 'AssumeRolePolicyDocument', 'Path', 'Description', 'MaxSessionDuration', 'Tags'],
  permissions: (input, { account }) => [
    { action: 'iam:CreateRole', resource: roleArn(account, input.RoleName, input.Path) },
    ...(input.Tags?.length ? [{ action: 'iam:TagRole', resource: roleArn(account, input.RoleName, input.Path) }] : []),
  ],
  run: (input, { account }) => {
    const roleName = input.RoleName!
    if (!namePattern.test(roleName)) {
      throw new AwsError(
        'ValidationError',
        'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
      )
    }
    // Names are unique in the account, regardless of case.
    if ([...account.iam.roles.keys()].some(name => name.toLowerCase() === roleName.toLowerCase())) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${roleName} already exists.`, 409)
    }
    const role = {
      roleName,
      path: input.Path ?? '/',
      arn: roleArn(account, roleName, input.Path),
      roleId: uniqueId('AROA'),
      createDate: account.now(),
      trustPolicy: parseTrustPolicy(account, input.AssumeRolePolicyDocument!),
      maxSessionDuration: input.MaxSessionDuration ?? 3600,
      inlinePolicies: new Map(),
      attachedPolicyArns: new Set<string>(),
      tags: new Map(input.Tags?.map(tag => [tag.Key!, tag.Value!])),
      description: input.Description,
    }
    account.iam.roles.set(roleName, role)
    return { Role: describeRole(role) }
  },
}
