import { type EFSClient, type Tag, UntagResourceCommand } from '@aws-sdk/client-efs'

/** Removes the tags that only the previous template has. */
export async function removeTags(
  efs: EFSClient,
  ResourceId: string,
  before: readonly Tag[] = [],
  wanted: readonly Tag[],
): Promise<void> {
  const kept = new Set(wanted.map(({ Key }) => Key))
  const TagKeys = before.map(({ Key }) => Key!).filter(key => !kept.has(key))
  if (TagKeys.length > 0) await efs.send(new UntagResourceCommand({ ResourceId, TagKeys }))
}
