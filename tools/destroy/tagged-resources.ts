import { paginateGetResources, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { AwsConnection } from '../command/aws-connection.ts'
import { stackTags } from '../stack/stack-tags.ts'
import type { Resource } from './resource.ts'
import { resourceOfArn } from './resource-arn.ts'
import { removableType } from './types/removable-types.ts'

export interface TaggedResource {
  readonly arn: string
  /** The value of its tag Prefix. */
  readonly prefix: string
}

/**
 * Lists this project's resources from the tagging API, of one deployment or of all. The API also lists deleted
 * resources, for minutes to hours: "Returns all the tagged or previously tagged resources"
 * (docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html,
 * github.com/boto/boto3/issues/3341). It lists new resources late. So each result must be confirmed by describing it.
 */
export async function taggedResources(connection: AwsConnection, prefix?: string): Promise<TaggedResource[]> {
  const client = connection.clients.get(ResourceGroupsTaggingAPIClient)
  const tags = stackTags(prefix ?? '').filter(({ Key }) => prefix !== undefined || Key !== 'Prefix')
  const TagFilters = tags.map(({ Key, Value }) => ({ Key: Key!, Values: [Value!] }))
  const found: TaggedResource[] = []
  for await (const page of paginateGetResources({ client, pageSize: 100 }, { TagFilters })) {
    for (const { ResourceARN, Tags } of page.ResourceTagMappingList ?? []) {
      found.push({ arn: ResourceARN!, prefix: Tags?.find(({ Key }) => Key === 'Prefix')?.Value ?? '' })
    }
  }
  return found
}

/**
 * Finds the existing resources with the tags of a deployment. The tagging API also lists deleted ones, so their own
 * services are asked.
 */
export async function existingTaggedResources(connection: AwsConnection, prefix: string): Promise<Resource[]> {
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
