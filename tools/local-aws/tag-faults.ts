import type { AwsError } from './aws-error.ts'
import { checkTagCount } from './tag-count.ts'
import type { AwsRequest } from './protocols/exchange.ts'

/** How a service refuses tags. Services without it have their own checks. */
export interface TagRefusals {
  /** The error for a key that begins with `aws:`, which is reserved for AWS. */
  readonly reserved: (key: string) => AwsError
  readonly twice: (key: string) => AwsError
  /** The error for more tags than a resource can have, where the operation itself does not count them. */
  readonly tooMany: () => AwsError
  /** The error for a key or value that is too long, where no constraint of the model says so. */
  readonly tooLong?: (what: 'key' | 'value', most: number) => AwsError
  /** Whether keys that differ only in case are the same. */
  readonly ignoresCase?: boolean
}

/**
 * CloudFormation's user agent. It sets tags of its own (`aws:cloudformation:stack-id`) on its resources, and its calls
 * have this user agent.
 */
export const cloudFormationAgent = 'cloudformation.amazonaws.com'

/**
 * Refuses tags that AWS refuses everywhere: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 *
 * @throws AwsError in the service's words
 */
export function checkTags(refusals: TagRefusals | undefined, input: object, { headers }: AwsRequest): void {
  if (!refusals) return
  const isSystem = headers['user-agent']?.includes(cloudFormationAgent)
  for (const { keys, values } of tagLists(input)) {
    checkTagCount([], keys, refusals.tooMany)
    if (refusals.tooLong) {
      if (keys.some(key => [...key].length > 128)) throw refusals.tooLong('key', 128)
      if (values.some(value => [...value].length > 256)) throw refusals.tooLong('value', 256)
    }
    const reserved = keys.find(key => key.toLowerCase().startsWith('aws:'))
    if (reserved !== undefined && !isSystem) throw refusals.reserved(reserved)
    const known = new Set<string>()
    for (const key of keys) {
      const name = refusals.ignoresCase ? key.toLowerCase() : key
      if (known.has(name)) throw refusals.twice(key)
      known.add(name)
    }
  }
}

/** The keys and values of each list, or record, of tags. EC2 has one list for each type of resource. */
function tagLists(input: object): { keys: string[]; values: string[] }[] {
  const { Tags, tags, TagSpecifications } = input as Record<string, unknown>
  const specified = Array.isArray(TagSpecifications) ? TagSpecifications.map(one => one?.Tags) : []
  return [Tags, tags, ...specified].flatMap(one => {
    if (Array.isArray(one)) {
      const text = (value: unknown) => String(value ?? '')
      return [{ keys: one.map(tag => text(tag?.Key ?? tag?.key)), values: one.map(tag => text(tag?.Value)) }]
    }
    return one !== null && typeof one === 'object'
      ? [{ keys: Object.keys(one), values: Object.values(one).map(String) }]
      : []
  })
}
