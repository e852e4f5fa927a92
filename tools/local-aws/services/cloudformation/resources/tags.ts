import { isDeepStrictEqual } from 'node:util'
import type { Tag } from '@aws-sdk/client-cloudformation'
import { HandlerError } from './handler-error.ts'

/** The stack's tags, over which the resource's own take precedence. */
export function mergedTags(
  stackTags: readonly Tag[],
  own: readonly Tag[] | undefined,
): { Key: string; Value: string }[] {
  return Object.entries(tagMap(stackTags, own)).map(([Key, Value]) => ({ Key, Value }))
}

/** Whether two lists have the same tags, in any order. */
export function sameTags(a: readonly Tag[], b: readonly Tag[]): boolean {
  return isDeepStrictEqual(tagMap([], a), tagMap([], b))
}

/** Tags as a record, as Lambda and CloudWatch Logs take them. */
export function tagMap(stackTags: readonly Tag[], own: readonly Tag[] | undefined): Record<string, string> {
  checkOwn(own ?? [])
  return Object.fromEntries([...stackTags, ...(own ?? [])].map(({ Key, Value }) => [Key!, String(Value ?? '')]))
}

/** The keys that a resource has before an update, from its stack or its own, and no longer has after it. */
export function goneKeys(
  { previousTags, tags }: { readonly previousTags: readonly Tag[]; readonly tags: readonly Tag[] },
  before: readonly Tag[] | undefined,
  after: readonly Tag[] | undefined,
): string[] {
  const wanted = tagMap(tags, after)
  return Object.keys(tagMap(previousTags, before)).filter(key => !(key in wanted))
}

/** Checks the template's own tags. The services accept `aws:…` from CloudFormation, which has tags of its own. */
function checkOwn(tags: readonly Tag[]): void {
  const keys = tags.map(({ Key }) => String(Key))
  const reserved = keys.find(key => key.toLowerCase().startsWith('aws:'))
  if (reserved) throw new HandlerError('InvalidRequest', `Tag keys that begin with aws: are reserved: ${reserved}`)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice) throw new HandlerError('InvalidRequest', `Duplicate tag key '${twice}' specified.`)
}
