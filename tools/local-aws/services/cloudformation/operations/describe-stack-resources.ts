import type {
  StackResource as DescribedResource,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
} from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Call, Operation } from '../operation.ts'
import type { Stack, StackResource } from '../stack.ts'
import { namedStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
export const describeStackResources: Operation<DescribeStackResourcesInput, DescribeStackResourcesOutput> = {
  honours: ['StackName', 'LogicalResourceId', 'PhysicalResourceId'],
  permissions: (input, call) => [stackPermission('cloudformation:DescribeStackResources', input.StackName, call)],
  run: (input, call) => {
    const stack = chosenStack(input, call)
    const resources = [...stack.resources.values()].filter(
      ({ logicalId }) => !input.LogicalResourceId || logicalId === input.LogicalResourceId,
    )
    // "For deleted stacks, at most 100 resources": the operation has no pages.
    return { StackResources: resources.slice(0, 100).map(resource => described(stack, resource)) }
  },
}

function chosenStack({ StackName, PhysicalResourceId }: DescribeStackResourcesInput, call: Call): Stack {
  if (StackName && PhysicalResourceId) {
    throw new AwsError('ValidationError', 'You must specify either StackName or PhysicalResourceId, but not both.')
  }
  if (StackName) return namedStack(call, StackName)
  if (!PhysicalResourceId) throw new AwsError('ValidationError', 'StackName or PhysicalResourceId must be specified.')
  const owner = call.account.cloudFormation.stacks.find(stack =>
    [...stack.resources.values()].some(({ physicalId }) => physicalId === PhysicalResourceId),
  )
  if (!owner) throw new AwsError('ValidationError', `Stack for ${PhysicalResourceId} does not exist`)
  return owner
}

function described(stack: Stack, resource: StackResource): DescribedResource {
  return {
    StackName: stack.stackName,
    StackId: stack.stackId,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: resource.timestamp,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  }
}
