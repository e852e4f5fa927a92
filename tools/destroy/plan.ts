import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../command/aws-connection.ts'
import { findStack } from '../deploy/follow-stack.ts'
import { findLeftovers } from './leftovers.ts'
import { logGroupNames } from './log-groups.ts'
import type { Removed } from './removed.ts'

/** Everything that a destruction would remove: the resources of the stack and those nested in it, and what is found by name. */
export async function destructionPlan(
  connection: AwsConnection,
  prefix: string,
  signal?: AbortSignal,
): Promise<readonly Removed[]> {
  const client = new CloudFormationClient(connection.clientConfig)
  const stack = await findStack(client, prefix, signal)
  const apiId = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ApiId')?.OutputValue
  const inStack = stack ? await resourcesOf(client, stack.StackId!, signal) : []
  const { found } = await findLeftovers(connection, prefix, logGroupNames(prefix, apiId), signal)
  const known = new Set(inStack.map(({ id }) => id))
  return [
    ...inStack,
    ...(stack ? [{ type: 'AWS::CloudFormation::Stack', id: stack.StackName! }] : []),
    ...found.filter(({ id }) => !known.has(id)),
  ]
}

async function resourcesOf(client: CloudFormationClient, stackId: string, signal?: AbortSignal): Promise<Removed[]> {
  const resources: Removed[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    signal?.throwIfAborted()
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
      if (!PhysicalResourceId) continue
      if (ResourceType === 'AWS::CloudFormation::Stack') {
        resources.push(...(await resourcesOf(client, PhysicalResourceId, signal)))
      } else resources.push({ type: ResourceType!, id: PhysicalResourceId })
    }
  }
  return resources
}
