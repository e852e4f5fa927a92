import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts'
import { AwsError } from '../../../aws-error.ts'
import { callerContext, isAllowed } from '../../../iam/authorize.ts'
import { trusts } from '../../iam/trust.ts'
import { issuedSession } from '../issued-session.ts'
import type { Call, Operation } from '../operation.ts'

// The trust policy decides. The caller's own policies must allow it as well, unless the trust policy names the caller
// itself. `permissions` cannot express that, so the whole decision is made here.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = {
  honours: ['ExternalId', 'RoleArn', 'RoleSessionName', 'DurationSeconds'],
  permissions: () => [],
  run: (input, call) => {
    const { account, caller } = call
    // Words and order: recorded/sts.yaml.
    if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(input.RoleArn!))
      throw new AwsError('ValidationError', `${input.RoleArn} is invalid`)
    const role = account.iam.roleByArn(input.RoleArn!)
    if (!role || !mayAssume(input, call)) {
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
        403,
      )
    }
    return issuedSession(account, role, input)
  },
}

function mayAssume(input: AssumeRoleRequest, { account, caller }: Call): boolean {
  const role = account.iam.roleByArn(input.RoleArn!)!
  const context = { ...callerContext(caller), ...(input.ExternalId && { 'sts:externalid': input.ExternalId }) }
  const itself = [caller.arn, ...(caller.roleArn ? [caller.roleArn] : [])].map(name => ({ type: 'AWS' as const, name }))
  if (caller.kind !== 'root' && trusts(role, itself, context)) return true
  const accountPrincipals = [account.id, `arn:aws:iam::${account.id}:root`].map(name => ({
    type: 'AWS' as const,
    name,
  }))
  return trusts(role, accountPrincipals, context) && isAllowed(caller, { action: 'sts:AssumeRole', resource: role.arn })
}
