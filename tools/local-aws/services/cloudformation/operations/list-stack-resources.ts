import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../operation.ts'
import { pageOf } from './pages.ts'
import { existingStack, stackPermission } from './stack-lookup.ts'

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html
export const listStackResources: Operation<ListStackResourcesInput, ListStackResourcesOutput> = {
  honours: ['StackName', 'NextToken'],
  permissions: (input, call) => [stackPermission('cloudformation:ListStackResources', input.StackName, call)],
  run: (input, call) => {
    const { resources } = existingStack(call, input.StackName!)
    const { items, nextToken } = pageOf([...resources.values()], input.NextToken)
    return {
      StackResourceSummaries: items.map(resource => ({
        LogicalResourceId: resource.logicalId,
        PhysicalResourceId: resource.physicalId,
        ResourceType: resource.type,
        LastUpdatedTimestamp: resource.timestamp,
        ResourceStatus: resource.status,
        ResourceStatusReason: resource.statusReason,
        DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
      })),
      NextToken: nextToken,
    }
  },
}
