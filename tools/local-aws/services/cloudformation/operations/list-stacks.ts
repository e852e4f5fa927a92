import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { pageOf } from './pages.ts'
import { stackPermission } from './stack-lookup.ts'

// Deleted stacks are listed too. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html
export const listStacks: Operation<ListStacksInput, ListStacksOutput> = {
  honours: ['NextToken', 'StackStatusFilter'],
  permissions: (_input, call) => [stackPermission('cloudformation:ListStacks', undefined, call)],
  run: ({ StackStatusFilter: filter, NextToken }, { account }) => {
    const wanted = account.cloudFormation.stacks.filter(({ status }) => !filter?.length || filter.includes(status))
    const { items, nextToken } = pageOf(wanted.reverse(), NextToken)
    return {
      StackSummaries: items.map(stack => ({
        StackId: stack.stackId,
        StackName: stack.stackName,
        TemplateDescription: stack.definition.template.description,
        CreationTime: stack.creationTime,
        LastUpdatedTime: stack.lastUpdatedTime,
        DeletionTime: stack.deletionTime,
        StackStatus: stack.status,
        StackStatusReason: stack.statusReason,
        ParentId: stack.parentId,
        RootId: stack.rootId,
        DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
      })),
      NextToken: nextToken,
    }
  },
}
