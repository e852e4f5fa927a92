import type { CancelUpdateStackInput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { changeableStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html
export const cancelUpdateStack: Operation<CancelUpdateStackInput, object> = {
  honours: [
    'StackName',
    // A second cancellation finds no update in progress, with this token or another.
    'ClientRequestToken',
  ],
  permissions: (input, call) => [stackPermission('cloudformation:CancelUpdateStack', input.StackName, call)],
  run: (input, call) => {
    const stack = changeableStack(call, input.StackName!)
    if (stack.status !== 'UPDATE_IN_PROGRESS') {
      throw new AwsError('ValidationError', 'CancelUpdateStack cannot be called from current stack status')
    }
    call.account.cloudFormation.cancel(stack)
    return {}
  },
}
