import { HandlerError } from './handler-error.ts'
import type { Properties } from './resource-type.ts'

/** Refuses what a module would otherwise silently drop. `path` leads to nested properties. */
export function refuseUnhonoured(
  typeName: string,
  properties: Properties,
  honoured: readonly string[],
  path = '',
): void {
  const unknown = Object.keys(properties).find(name => !honoured.includes(name))
  if (!unknown) return
  throw new HandlerError('InvalidRequest', `The local AWS does not have the property ${path}${unknown} of ${typeName}.`)
}
