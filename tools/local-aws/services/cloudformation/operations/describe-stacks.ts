import type { Stack as DescribedStack, DescribeStacksInput, DescribeStacksOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { isDeleted, type Stack } from '../stack.ts'
import { pageOf } from './pages.ts'
import { shownParameters } from './parameters.ts'
import { existingStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
export const describeStacks: Operation<DescribeStacksInput, DescribeStacksOutput> = {
  honours: ['StackName', 'NextToken'],
  permissions: (input, call) => [stackPermission('cloudformation:DescribeStacks', input.StackName, call)],
  run: (input, call) => {
    if (input.StackName) return { Stacks: [described(existingStack(call, input.StackName))] }
    const alive = call.account.cloudFormation.stacks.filter(stack => !isDeleted(stack)).reverse()
    const { items, nextToken } = pageOf(alive, input.NextToken)
    return { Stacks: items.map(described), NextToken: nextToken }
  },
}

function described(stack: Stack): DescribedStack {
  const { definition } = stack
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: stack.changeSetId,
    Description: definition.template.description,
    Parameters: shownParameters(definition),
    CreationTime: stack.creationTime,
    LastUpdatedTime: stack.lastUpdatedTime,
    DeletionTime: stack.deletionTime,
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.onFailure === 'DO_NOTHING',
    NotificationARNs: [],
    Capabilities: [...definition.capabilities],
    Outputs: [...stack.outputs],
    RoleARN: stack.roleArn,
    Tags: [...definition.tags],
    EnableTerminationProtection: stack.terminationProtection,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    RetainExceptOnCreate: stack.retainExceptOnCreate || undefined,
  }
}
