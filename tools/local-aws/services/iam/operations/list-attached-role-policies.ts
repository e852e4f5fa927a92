import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { roleArn } from '../role-description.ts'

export const listAttachedRolePolicies: Operation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> = {
  honours: ['RoleName', 'Marker', 'MaxItems'],
  permissions: (input, { account }) => [
    { action: 'iam:ListAttachedRolePolicies', resource: roleArn(account, input.RoleName) },
  ],
  run: (input, { account }) => {
    const { items, members } = pageOf([...account.iam.role(input.RoleName!).attachedPolicyArns], input)
    return { AttachedPolicies: items.map(arn => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })), ...members }
  },
}
