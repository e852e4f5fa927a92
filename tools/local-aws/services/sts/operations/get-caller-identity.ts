import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import type { Operation } from '../operation.ts'

// "No permissions are required to perform this operation."
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
export const getCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = {
  honours: [],
  permissions: () => [],
  run: (_input, { caller }) => ({ Account: caller.accountId, Arn: caller.arn, UserId: caller.userId }),
}
