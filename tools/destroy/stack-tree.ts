import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import type { Resource } from './resource.ts'

/** A resource that a stack, or a nested stack, has made and not yet deleted. */
export interface TreeResource extends Resource {
  /** `NetworkStack/Vpc` */
  readonly path: string
}

/** Returns the resources of the stack and its nested stacks, each nested stack before its resources. */
export async function stackTree(
  client: CloudFormationClient,
  stackId: string,
  signal?: AbortSignal,
  within = '',
): Promise<TreeResource[]> {
  const resources: TreeResource[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    signal?.throwIfAborted()
    for (const { ResourceType, PhysicalResourceId, LogicalResourceId, ResourceStatus } of page.StackResourceSummaries ??
      []) {
      if (!PhysicalResourceId || !ResourceStatus || notThere.has(ResourceStatus)) continue
      const path = `${within}${LogicalResourceId}`
      resources.push({ type: ResourceType!, id: PhysicalResourceId, path })
      if (ResourceType !== 'AWS::CloudFormation::Stack') continue
      resources.push(...(await stackTree(client, PhysicalResourceId, signal, `${path}/`)))
    }
  }
  return resources
}

const notThere = new Set(['CREATE_FAILED', 'DELETE_COMPLETE', 'DELETE_SKIPPED'])
