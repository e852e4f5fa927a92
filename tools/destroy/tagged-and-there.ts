import type { AwsConnection } from '../command/aws-connection.ts'
import type { Resource } from './resource.ts'
import { resourceOfArn } from './resource-arn.ts'
import { taggedResources } from './tagged-resources.ts'
import { removableType } from './types/removable-types.ts'

/**
 * Finds the existing resources with the tags of a deployment. The tagging API also lists deleted ones, so their own
 * services are asked.
 */
export async function taggedAndThere(connection: AwsConnection, prefix: string): Promise<Resource[]> {
  const found: Resource[] = []
  for (const { arn } of await taggedResources(connection, prefix)) {
    const resource = resourceOfArn(arn)
    if (!resource) continue
    // A type without a record counts as existing.
    const isThere = removableType(resource.type)?.isThere
    if (!isThere || (await isThere(connection, resource.id))) found.push(resource)
  }
  return found
}
