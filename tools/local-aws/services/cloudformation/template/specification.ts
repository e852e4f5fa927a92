import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { Property, PropertyType, Resource } from '@aws-cdk/service-spec-types'

/**
 * AWS's published resource specification. It never changes while the program runs, so one copy is shared. It is read
 * (in about a second) when the first template needs it.
 */
const database = once(loadAwsServiceSpecSync)
const resources = new Map<string, Resource | undefined>()

/** Returns `undefined` for a type that AWS does not publish. */
export function resourceSpecification(type: string): Resource | undefined {
  if (!resources.has(type)) {
    const [resource] = database().lookup('resource', 'cloudFormationType', 'equals', type)
    resources.set(type, resource)
  }
  return resources.get(type)
}

export function propertiesOf(type: Extract<PropertyType, { type: 'ref' }>): Readonly<Record<string, Property>> {
  return database().get('typeDefinition', type.reference).properties
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
