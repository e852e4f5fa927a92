import type { RemovePermissionRequest } from '@aws-sdk/client-lambda'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFunction } from '../permissions.ts'

export const removePermission: Operation<RemovePermissionRequest, object> = {
  honours: ['FunctionName', 'StatementId', 'Qualifier'],
  permissions: (input, call) => [onFunction(call, 'RemovePermission', input.FunctionName)],
  run: (input, { account }) => {
    if (!account.lambda.function(input.FunctionName!, input.Qualifier).policy.delete(input.StatementId!)) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Statement ${input.StatementId} is not found in resource policy.`,
        404,
      )
    }
    return {}
  },
}
