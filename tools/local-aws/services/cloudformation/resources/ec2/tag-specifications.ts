import type { ResourceType as TaggedType, TagSpecification } from '@aws-sdk/client-ec2'
import type { Properties, ResourceContext } from '../resource-type.ts'
import { mergedTags } from '../tags.ts'

/** EC2 takes the tags in the call that creates the resource. */
export function tagSpecifications(
  resourceType: TaggedType,
  properties: Properties,
  context: ResourceContext,
): TagSpecification[] {
  const Tags = mergedTags(context.tags, properties.Tags)
  return Tags.length > 0 ? [{ ResourceType: resourceType, Tags }] : []
}
