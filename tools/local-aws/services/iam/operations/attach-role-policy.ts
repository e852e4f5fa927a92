import type { AttachRolePolicyRequest } from '@aws-sdk/client-iam'
import { AwsError } from '../../../aws-error.ts'
import { managedPolicies } from '../managed-policies.ts'
import type { Operation } from '../operation.ts'
import { roleArn } from '../role-description.ts'

export const attachRolePolicy: Operation<AttachRolePolicyRequest, object> = {
  honours: ['RoleName', 'PolicyArn'],
  permissions: (input, { account }) => [
    {
      action: 'iam:AttachRolePolicy',
      resource: roleArn(account, input.RoleName),
      context: { 'iam:PolicyARN': input.PolicyArn ?? '' },
    },
  ],
  run: (input, { account }) => {
    // Words: recorded/iam.yaml.
    if (!input.PolicyArn!.startsWith('arn:'))
      throw new AwsError('ValidationError', `ARN ${input.PolicyArn} is not valid.`)
    const role = account.iam.role(input.RoleName!)
    if (!(input.PolicyArn! in managedPolicies)) {
      if (input.PolicyArn!.startsWith('arn:aws:iam::aws:policy/')) throw unknownManagedPolicy(input.PolicyArn!)
      throw new AwsError('NoSuchEntity', `Policy ${input.PolicyArn} does not exist or is not attachable.`, 404)
    }
    role.attachedPolicyArns.add(input.PolicyArn!)
    return {}
  },
}

/** AWS has more than a thousand of them, so it is not known here whether one with this name exists. */
function unknownManagedPolicy(arn: string): AwsError {
  const known = Object.keys(managedPolicies).join(', ')
  return new AwsError('NotImplemented', `The local AWS does not have the managed policy ${arn}. It has: ${known}.`, 501)
}
