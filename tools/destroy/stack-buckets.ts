import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'

/**
 * The buckets that a stack and those nested in it have made. Not by name: a creation that failed because someone's
 * bucket has the name already must never lead to that bucket being emptied.
 */
export async function stackBuckets(
  client: CloudFormationClient,
  stackId: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const buckets: string[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    signal?.throwIfAborted()
    for (const { ResourceType, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ?? []) {
      if (!PhysicalResourceId || !ResourceStatus || neverMade.has(ResourceStatus)) continue
      if (ResourceType === 'AWS::S3::Bucket') buckets.push(PhysicalResourceId)
      if (ResourceType !== 'AWS::CloudFormation::Stack') continue
      buckets.push(...(await stackBuckets(client, PhysicalResourceId, signal)))
    }
  }
  return buckets
}

const neverMade = new Set(['CREATE_FAILED', 'DELETE_COMPLETE', 'DELETE_SKIPPED'])
