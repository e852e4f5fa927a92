import { paginateListStackResources, type StackResourceSummary } from '@aws-sdk/client-cloudformation'
import type { Verification } from '../verification.ts'

/** Resources of the live root stack, and of each nested stack by its logical id. */
export interface NestedStacks {
  readonly root: readonly StackResourceSummary[]
  readonly nested: ReadonlyMap<string, readonly StackResourceSummary[]>
}

export async function nestedStacks(look: Verification): Promise<NestedStacks> {
  const root = await resourcesOf(look, look.system.stackId)
  const nested = new Map<string, readonly StackResourceSummary[]>()
  for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of root) {
    if (ResourceType !== 'AWS::CloudFormation::Stack' || !PhysicalResourceId) continue
    nested.set(LogicalResourceId!, await resourcesOf(look, PhysicalResourceId))
  }
  return { root, nested }
}

async function resourcesOf({ clients }: Verification, stackId: string): Promise<readonly StackResourceSummary[]> {
  const resources: StackResourceSummary[] = []
  for await (const page of paginateListStackResources({ client: clients.cloudFormation }, { StackName: stackId })) {
    resources.push(...(page.StackResourceSummaries ?? []))
  }
  return resources
}
