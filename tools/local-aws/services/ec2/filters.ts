import type { Filter } from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'
import { matchesPattern } from '../../iam/match.ts'
import type { Tags } from './network-model.ts'

/** What a filter's name reads from a resource; several values where a resource has several. */
export type FilterFields<T> = Readonly<Record<string, (resource: T) => string | readonly string[]>>

/**
 * Keeps the resources that fit every filter, by any of its values (`*` and `?` are wildcards), and, when IDs are
 * asked for, these alone. `tag:KEY` and `tag-key` work for all. An unknown filter is refused, as EC2 does.
 */
export function filtered<T extends { tags: Tags }>(
  resources: Iterable<T>,
  filters: readonly Filter[] | undefined,
  fields: FilterFields<T>,
): T[] {
  return [...resources].filter(resource => (filters ?? []).every(filter => fits(resource, filter, fields)))
}

function fits<T extends { tags: Tags }>(resource: T, filter: Filter, fields: FilterFields<T>): boolean {
  const name = filter.Name ?? ''
  const actual = name.startsWith('tag:')
    ? (resource.tags.get(name.slice(4)) ?? [])
    : name === 'tag-key'
      ? [...resource.tags.keys()]
      : fields[name]?.(resource)
  if (actual === undefined) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`)
  const values = typeof actual === 'string' ? [actual] : actual
  return values.some(value => (filter.Values ?? []).some(pattern => matchesPattern(pattern, value)))
}
