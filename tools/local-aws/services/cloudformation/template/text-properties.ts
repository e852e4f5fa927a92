import type { Property, PropertyType } from '@aws-cdk/service-spec-types'
import { fits } from './property-validation.ts'
import { propertiesOf, resourceSpecification } from './specification.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * A number or boolean as text wherever the specification asks for a string. Templates may write `Name: 2024` or
 * `Value: true`: "CloudFormation recasts all primitive types as strings"
 * (https://github.com/aws-cloudformation/cloudformation-cli-python-plugin, recast.py), and a handler reads each by the
 * type of its property.
 */
export function withTexts(type: string, properties: Values): Values {
  const specification = resourceSpecification(type)
  return specification ? ofObject(properties, specification.properties) : properties
}

function ofObject(value: Values, known: Readonly<Record<string, Property>>): Values {
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const property = Object.hasOwn(known, name) ? known[name]! : undefined
      return [name, property ? ofTypes([property.type, ...(property.previousTypes ?? [])], item) : item]
    }),
  )
}

/** The first type that the value fits says how to read it. */
function ofTypes(types: readonly PropertyType[], value: unknown): unknown {
  const type = types.length === 1 ? types[0] : types.find(one => fits(one, value))
  return type ? ofType(type, value) : value
}

function ofType(type: PropertyType, value: unknown): unknown {
  switch (type.type) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    case 'array':
      return Array.isArray(value) ? value.map(item => ofType(type.element, item)) : value
    case 'map':
      return isObject(value) ? mapped(value, item => ofType(type.element, item)) : value
    case 'ref':
      return isObject(value) ? ofObject(value, propertiesOf(type)) : value
    case 'tag':
      return isObject(value) ? mapped(value, item => ofType({ type: 'string' }, item)) : value
    case 'union':
      return ofTypes(type.types, value)
    default:
      return value
  }
}

function mapped(value: Values, change: (item: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]))
}

function isObject(value: unknown): value is Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
