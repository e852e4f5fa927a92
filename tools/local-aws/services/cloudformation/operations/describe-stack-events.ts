import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { pageOf } from './pages.ts'
import { stackPermission, unquotedStack } from './stack-lookup.ts'

// Newest first. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
export const describeStackEvents: Operation<DescribeStackEventsInput, DescribeStackEventsOutput> = {
  honours: ['StackName', 'NextToken'],
  permissions: (input, call) => [stackPermission('cloudformation:DescribeStackEvents', input.StackName, call)],
  run: (input, call) => {
    const { events } = unquotedStack(call, input.StackName!)
    const { items, nextToken } = pageOf(events.toReversed(), input.NextToken)
    return { StackEvents: [...items], NextToken: nextToken }
  },
}
