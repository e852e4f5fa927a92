import type { DescribeChangeSetInput, DescribeChangeSetOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { changeSetPermission, existingChangeSet } from './change-set-lookup.ts'
import { pageOf } from './pages.ts'
import { shownParameters } from './parameters.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
export const describeChangeSet: Operation<DescribeChangeSetInput, DescribeChangeSetOutput> = {
  honours: ['ChangeSetName', 'StackName', 'NextToken'],
  permissions: (input, call) => [changeSetPermission('cloudformation:DescribeChangeSet', input, call)],
  run: (input, call) => {
    const changeSet = existingChangeSet(input, call)
    const { stack, definition } = changeSet
    const { items, nextToken } = pageOf(changeSet.changes, input.NextToken)
    return {
      ChangeSetName: changeSet.changeSetName,
      ChangeSetId: changeSet.changeSetId,
      StackId: stack.stackId,
      StackName: stack.stackName,
      Description: changeSet.description,
      Parameters: shownParameters(definition),
      CreationTime: changeSet.creationTime,
      ExecutionStatus: changeSet.executionStatus,
      Status: changeSet.status,
      StatusReason: changeSet.statusReason,
      NotificationARNs: [],
      RollbackConfiguration: {},
      Capabilities: [...definition.capabilities],
      Tags: [...definition.tags],
      Changes: [...items],
      NextToken: nextToken,
      IncludeNestedStacks: changeSet.includeNestedStacks,
      ParentChangeSetId: changeSet.parentChangeSetId,
      RootChangeSetId: changeSet.rootChangeSetId,
      OnStackFailure: changeSet.onStackFailure,
    }
  },
}
