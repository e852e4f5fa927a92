import { type Tag, UntagResourceCommand } from '@aws-sdk/client-efs'
import type { ResourceContext } from '../resource-type.ts'
import { goneKeys } from '../tags.ts'

/** Removes the tags that only the previous template or the previous stack has. */
export async function removeTags(
  ResourceId: string,
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
  context: ResourceContext,
): Promise<void> {
  const TagKeys = goneKeys(context, before, after)
  if (TagKeys.length > 0) await context.clients.efs.send(new UntagResourceCommand({ ResourceId, TagKeys }))
}
