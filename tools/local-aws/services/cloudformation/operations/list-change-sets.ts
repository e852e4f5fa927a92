import type { ListChangeSetsInput, ListChangeSetsOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { pageOf } from './pages.ts'
import { stackPermission, unquotedStack } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html
export const listChangeSets: Operation<ListChangeSetsInput, ListChangeSetsOutput> = {
  honours: ['StackName', 'NextToken'],
  permissions: (input, call) => [stackPermission('cloudformation:ListChangeSets', input.StackName, call)],
  run: (input, call) => {
    const stack = unquotedStack(call, input.StackName!)
    const { items, nextToken } = pageOf(call.account.cloudFormation.changeSetsOf(stack), input.NextToken)
    return {
      Summaries: items.map(changeSet => ({
        StackId: stack.stackId,
        StackName: stack.stackName,
        ChangeSetId: changeSet.changeSetId,
        ChangeSetName: changeSet.changeSetName,
        ExecutionStatus: changeSet.executionStatus,
        Status: changeSet.status,
        StatusReason: changeSet.statusReason,
        CreationTime: changeSet.creationTime,
        Description: changeSet.description,
        IncludeNestedStacks: changeSet.includeNestedStacks,
        ParentChangeSetId: changeSet.parentChangeSetId,
        RootChangeSetId: changeSet.rootChangeSetId,
      })),
      NextToken: nextToken,
    }
  },
}
