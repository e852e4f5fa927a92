import { isDeepStrictEqual } from 'node:util'
import type { Tag } from '@aws-sdk/client-cloudformation'

/** The stack's tags, over which the resource's own win. */
export function mergedTags(
  stackTags: readonly Tag[],
  own: readonly Tag[] | undefined,
): { Key: string; Value: string }[] {
  return Object.entries(tagMap(stackTags, own)).map(([Key, Value]) => ({ Key, Value }))
}

/** Whether two lists say the same, in whatever order. */
export function sameTags(a: readonly Tag[], b: readonly Tag[]): boolean {
  return isDeepStrictEqual(tagMap([], a), tagMap([], b))
}

/** Tags as a record, as Lambda and CloudWatch Logs take them. */
export function tagMap(stackTags: readonly Tag[], own: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries([...stackTags, ...(own ?? [])].map(({ Key, Value }) => [Key!, String(Value ?? '')]))
}
