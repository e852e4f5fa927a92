import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2'
import type { ResourceContext, UpdateRequest } from '../resource-type.ts'
import { mergedTags, tagMap } from '../tags.ts'

/** Changes a resource's tags from those of the previous template to those of the new one. */
export async function updateTags(
  { physicalId, before, after }: UpdateRequest,
  { clients, tags }: ResourceContext,
): Promise<void> {
  const wanted = tagMap(tags, after.Tags)
  const gone = Object.keys(tagMap([], before.Tags)).filter(Key => !(Key in wanted))
  if (gone.length > 0) {
    await clients.ec2.send(new DeleteTagsCommand({ Resources: [physicalId], Tags: gone.map(Key => ({ Key })) }))
  }
  const Tags = mergedTags(tags, after.Tags)
  if (Tags.length > 0) await clients.ec2.send(new CreateTagsCommand({ Resources: [physicalId], Tags }))
}
