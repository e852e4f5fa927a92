import type { Replacement } from '@aws-sdk/client-cloudformation'
import { resourceSpecification } from '../template/specification.ts'

/**
 * Whether a change of these properties creates a new physical resource, by the specification ("Update requires:").
 *
 * Unlike AWS: if it depends ("Some interruptions", conditionally), the resource is changed in place.
 */
export function replacement(type: string, changed: readonly string[]): Replacement {
  const properties = resourceSpecification(type)?.properties ?? {}
  const effects = changed.map(name => properties[name]?.causesReplacement ?? 'no')
  if (effects.includes('yes')) return 'True'
  return effects.includes('maybe') ? 'Conditional' : 'False'
}

export function isTaggable(type: string): boolean {
  return resourceSpecification(type)?.tagInformation !== undefined
}
