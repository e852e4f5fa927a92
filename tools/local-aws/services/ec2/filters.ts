import type { Filter } from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'
import { matchesPattern } from '../../iam/match.ts'
import type { Tags } from './network-model.ts'

/** The values of a resource that each filter compares. A resource may have several. */
export type FilterFields<T> = Readonly<Record<string, (resource: T) => string | readonly string[]>>

/**
 * Keeps the resources that match every filter with any of its values (`*` and `?` are wildcards), and, if IDs are
 * given, only these. `tag:KEY` and `tag-key` work for all. An unknown filter is refused, as by EC2.
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
