import {
  type CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'

/** A stack and those nested in it. */
export interface StackTree {
  readonly stackId: string
  /** As ListStackResources gives them, also those that are gone. */
  readonly resources: readonly StackResourceSummary[]
  /** By their logical ids. */
  readonly nested: ReadonlyMap<string, StackTree>
}

/** @param stackId or the name of a stack that exists */
export async function stackTree(client: CloudFormationClient, stackId: string): Promise<StackTree> {
  const resources: StackResourceSummary[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    resources.push(...(page.StackResourceSummaries ?? []))
  }
  const nested = new Map<string, StackTree>()
  for (const one of resources.filter(isThere)) {
    if (one.ResourceType !== 'AWS::CloudFormation::Stack') continue
    nested.set(one.LogicalResourceId!, await stackTree(client, one.PhysicalResourceId!))
  }
  return { stackId, resources, nested }
}

/** The resources that the stacks of the tree have made and not yet deleted, each nested stack before its resources. */
export function resourcesIn({ resources, nested }: StackTree): Array<{ readonly type: string; readonly id: string }> {
  return resources.filter(isThere).flatMap(({ ResourceType, PhysicalResourceId, LogicalResourceId }) => {
    const inside = nested.get(LogicalResourceId!)
    return [{ type: ResourceType!, id: PhysicalResourceId! }, ...(inside ? resourcesIn(inside) : [])]
  })
}

function isThere({ PhysicalResourceId, ResourceStatus }: StackResourceSummary): boolean {
  return Boolean(PhysicalResourceId && ResourceStatus) && !notThere.has(ResourceStatus!)
}

const notThere = new Set(['CREATE_FAILED', 'DELETE_COMPLETE', 'DELETE_SKIPPED'])
