import type { UpdateAssumeRolePolicyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'
import { parseTrustPolicy } from '../trust.ts'

export const updateAssumeRolePolicy: Operation<UpdateAssumeRolePolicyRequest, object> = {
  honours: ['RoleName', 'PolicyDocument'],
  permissions: (input, { account }) => [
    { action: 'iam:UpdateAssumeRolePolicy', resource: roleArn(account, input.RoleName) },
  ],
  run: (input, { account }) => {
    account.iam.role(input.RoleName!).trustPolicy = parseTrustPolicy(account, input.PolicyDocument!)
    return {}
  },
}
