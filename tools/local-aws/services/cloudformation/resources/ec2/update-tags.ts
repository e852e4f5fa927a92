import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2'
import type { ResourceContext, UpdateRequest } from '../resource-type.ts'
import { goneKeys, mergedTags } from '../tags.ts'

/** Changes a resource's tags from those of the previous template and stack to the new ones. */
export async function updateTags(
  { physicalId, before, after }: UpdateRequest,
  context: ResourceContext,
): Promise<void> {
  const { clients, tags } = context
  const gone = goneKeys(context, before.Tags, after.Tags)
  if (gone.length > 0) {
    await clients.ec2.send(new DeleteTagsCommand({ Resources: [physicalId], Tags: gone.map(Key => ({ Key })) }))
  }
  const Tags = mergedTags(tags, after.Tags)
  if (Tags.length > 0) await clients.ec2.send(new CreateTagsCommand({ Resources: [physicalId], Tags }))
}
