import { HandlerError } from './handler-error.ts'
import type { Properties } from './resource-type.ts'

/**
 * Refuses properties that a module would otherwise silently drop. `Integration.Type` names a nested property, also in
 * each member of a list; if no nested one is named, all are accepted. `path` leads to the parent of `properties`.
 */
export function refuseUnhonoured(
  typeName: string,
  properties: Properties,
  honoured: readonly string[],
  path = '',
): void {
  const dropped = firstDropped(properties, honoured, path)
  if (!dropped) return
  throw new HandlerError('InvalidRequest', `The local AWS does not have the property ${dropped} of ${typeName}.`)
}

function firstDropped(value: unknown, honoured: readonly string[], path: string): string | undefined {
  if (Array.isArray(value)) return value.map(item => firstDropped(item, honoured, path)).find(Boolean)
  if (value === null || typeof value !== 'object') return undefined
  for (const [name, member] of Object.entries(value)) {
    const nested = honoured.filter(one => one.startsWith(`${name}.`)).map(one => one.slice(name.length + 1))
    if (nested.length === 0 && !honoured.includes(name)) return path + name
    const dropped = nested.length > 0 ? firstDropped(member, nested, `${path}${name}.`) : undefined
    if (dropped) return dropped
  }
  return undefined
}
