import type {
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput,
} from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { changeableStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
export const updateTerminationProtection: Operation<
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput
> = {
  honours: ['EnableTerminationProtection', 'StackName'],
  permissions: (input, call) => [stackPermission('cloudformation:UpdateTerminationProtection', input.StackName, call)],
  run: (input, call) => {
    const stack = changeableStack(call, input.StackName!)
    if (stack.rootId) {
      throw new AwsError(
        'ValidationError',
        'Termination protection cannot be changed on nested stacks: change it on the root stack.',
      )
    }
    stack.terminationProtection = input.EnableTerminationProtection!
    return { StackId: stack.stackId }
  },
}
