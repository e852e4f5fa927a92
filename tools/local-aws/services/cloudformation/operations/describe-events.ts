import type {
  DescribeEventsInput,
  DescribeEventsOutput,
  OperationEvent,
  StackEvent,
} from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Call, Operation } from '../operation.ts'
import { changeSetPermission, existingChangeSet } from './change-set-lookup.ts'
import { pageOf } from './pages.ts'
import { stackPermission, unquotedStack } from './stack-lookup.ts'

// The only operation that shows why pre-deployment validation has failed. Newest first.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
export const describeEvents: Operation<DescribeEventsInput, DescribeEventsOutput> = {
  honours: ['StackName', 'ChangeSetName', 'Filters', 'NextToken'],
  permissions: (input, call) => [
    input.ChangeSetName
      ? changeSetPermission('cloudformation:DescribeEvents', input, call)
      : stackPermission('cloudformation:DescribeEvents', stackOf(input, call), call),
  ],
  run: (input, call) => {
    const events = chosenEvents(input, call)
    const wanted = input.Filters?.FailedEvents ? events.filter(isFailure) : events
    const { items, nextToken } = pageOf(wanted.reverse(), input.NextToken)
    return { OperationEvents: [...items], NextToken: nextToken }
  },
}

function chosenEvents(input: DescribeEventsInput, call: Call): OperationEvent[] {
  if (input.ChangeSetName) {
    const { stack, validationErrors } = existingChangeSet(input, call)
    return validationErrors.map(error => ({ ...error, StackId: stack.stackId }))
  }
  const stack = unquotedStack(call, stackOf(input, call))
  const all = [...stack.events.map(asOperationEvent), ...stack.validationErrors]
  return all.sort((a, b) => a.Timestamp!.getTime() - b.Timestamp!.getTime())
}

function stackOf(input: DescribeEventsInput, call: Call): string {
  if (input.StackName) return input.StackName
  if (input.ChangeSetName) return existingChangeSet(input, call).stack.stackId
  throw new AwsError('ValidationError', 'StackName, ChangeSetName or OperationId must be specified.')
}

function asOperationEvent({ StackName: _, ...event }: StackEvent): OperationEvent {
  const failed = event.ResourceStatus?.endsWith('_FAILED')
  return { ...event, EventType: failed ? 'PROVISIONING_ERROR' : 'STACK_EVENT' }
}

function isFailure({ EventType }: OperationEvent): boolean {
  return EventType === 'PROVISIONING_ERROR' || EventType === 'VALIDATION_ERROR'
}
