import { isDeepStrictEqual } from 'node:util'

/**
 * Whether two values of JSON are the same, whatever the order in their arrays. The services promise no order for
 * sets: subnets, security groups, tags. The same call may list them in another order a moment later.
 */
export function sameInAnyOrder(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(ordered(one), ordered(other))
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(members.map(([name, member]) => [name, ordered(member)]))
  }
  const keyed = value.map(ordered).map(item => ({ item, key: JSON.stringify(item) }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item)
}
