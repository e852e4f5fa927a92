import type { DescribeStackResourceInput, DescribeStackResourceOutput } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { namedStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html
export const describeStackResource: Operation<DescribeStackResourceInput, DescribeStackResourceOutput> = {
  honours: ['StackName', 'LogicalResourceId'],
  permissions: (input, call) => [stackPermission('cloudformation:DescribeStackResource', input.StackName, call)],
  run: (input, call) => {
    const stack = namedStack(call, input.StackName!)
    const resource = stack.resources.get(input.LogicalResourceId!)
    if (!resource) {
      throw new AwsError(
        'ValidationError',
        `Resource ${input.LogicalResourceId} does not exist for stack ${stack.stackName}`,
      )
    }
    return {
      StackResourceDetail: {
        StackName: stack.stackName,
        StackId: stack.stackId,
        LogicalResourceId: resource.logicalId,
        PhysicalResourceId: resource.physicalId,
        ResourceType: resource.type,
        LastUpdatedTimestamp: resource.timestamp,
        ResourceStatus: resource.status,
        ResourceStatusReason: resource.statusReason,
        Metadata: JSON.stringify(resource.metadata ?? {}),
        DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
      },
    }
  },
}
