import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = {
  honours: ['FunctionName', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'GetPolicy', input.FunctionName)],
  run: (input, { account }) => {
    const { policy, revisionId } = account.lambda.function(input.FunctionName!, input.Qualifier)
    if (policy.size === 0)
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404)
    const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: [...policy.values()] })
    return { Policy, RevisionId: revisionId }
  },
}
