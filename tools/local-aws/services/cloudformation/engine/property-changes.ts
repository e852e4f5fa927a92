import { isDeepStrictEqual } from 'node:util'
import type { Properties } from '../resources/resource-type.ts'

/** The names of the top-level properties that differ. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter(name => !isDeepStrictEqual(comparable(before[name]), comparable(after[name])))
}

/** `7` and `'7'`, `true` and `'true'` are the same to CloudFormation, and the order of properties does not matter. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]))
  }
  return value === undefined ? undefined : String(value)
}
