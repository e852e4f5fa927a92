import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts'
import { AwsError } from '../../../aws-error.ts'
import { callerContext, isAllowed } from '../../../iam/authorize.ts'
import type { Call, Operation } from '../../../operation.ts'
import { trusts } from '../../iam/trust.ts'

// The trust policy decides, and the caller's own policies must allow it as well unless the trust policy names the
// caller itself; `permissions` cannot say that, so the whole decision is made here.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
export const assumeRole: Operation<AssumeRoleRequest, AssumeRoleResponse> = {
  permissions: () => [],
  run: (input, call) => {
    const { account, caller } = call
    const role = account.iam.roleByArn(input.RoleArn!)
    if (!role || !mayAssume(input, call)) {
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
        403,
      )
    }
    const durationSeconds = input.DurationSeconds ?? 3600
    if (durationSeconds < 900 || durationSeconds > role.maxSessionDuration) {
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      )
    }
    const credentials = account.iam.issueSession({ role, sessionName: input.RoleSessionName!, durationSeconds })
    const { arn, userId } = account.iam.holder(credentials.accessKeyId)!.identity
    return {
      AssumedRoleUser: { Arn: arn, AssumedRoleId: userId },
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration,
      },
    }
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
