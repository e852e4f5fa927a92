import type { Property, PropertyType } from '@aws-cdk/service-spec-types'
import { propertiesOf, resourceSpecification } from './specification.ts'

export interface PropertyProblem {
  readonly message: string
  /** The path `/Resources/Id/Properties/…`, as in DescribeEvents. */
  readonly path: string
}

/** Whether a value is not known yet. Such a value fits every type. */
type IsUnknown = (value: unknown) => boolean

/**
 * Checks evaluated properties against AWS's resource specification: names, required members and types.
 *
 * Unlike AWS: patterns, lengths and rules between properties are left to the service, which refuses at creation.
 */
export function propertyProblems(
  logicalId: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  isUnknown: IsUnknown,
): PropertyProblem[] {
  const specification = resourceSpecification(type)
  if (!specification) return []
  return objectProblems(properties, specification.properties, `/Resources/${logicalId}/Properties`, isUnknown)
}

function objectProblems(
  value: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, Property>>,
  path: string,
  isUnknown: IsUnknown,
): PropertyProblem[] {
  const missing = Object.keys(known)
    .filter(name => known[name]!.required && value[name] === undefined)
    .map(name => ({ message: `Required property [${name}] not found`, path }))
  const unsupported = Object.keys(value)
    .filter(name => !Object.hasOwn(known, name))
    .map(name => ({ message: `Unsupported property [${name}]`, path: `${path}/${name}` }))
  const nested = Object.keys(value)
    .filter(name => Object.hasOwn(known, name))
    .flatMap(name => fieldProblems(value[name], known[name]!, `${path}/${name}`, isUnknown))
  return [...missing, ...unsupported, ...nested]
}

/** The specification also has earlier types of a property, which templates may still use. */
function fieldProblems(value: unknown, property: Property, path: string, isUnknown: IsUnknown): PropertyProblem[] {
  return anyOf([property.type, ...(property.previousTypes ?? [])], value, path, isUnknown)
}

function anyOf(types: readonly PropertyType[], value: unknown, path: string, isUnknown: IsUnknown): PropertyProblem[] {
  const attempts = types.map(type => typeProblems(value, type, path, isUnknown))
  return attempts.find(problems => problems.length === 0) ?? attempts[0]!
}

/** Whether a value that is known has this type. */
export function fits(type: PropertyType, value: unknown): boolean {
  return typeProblems(value, type, '', () => false).length === 0
}

function typeProblems(value: unknown, type: PropertyType, path: string, isUnknown: IsUnknown): PropertyProblem[] {
  if (isUnknown(value)) return []
  const mismatch = (expected: string) => [{ message: `expected type: ${expected}, found: ${foundType(value)}`, path }]
  switch (type.type) {
    case 'string':
      return isScalar(value) ? enumProblems(value, type.allowedValues, path) : mismatch('String')
    case 'integer':
      return isScalar(value) && /^-?\d+$/.test(String(value))
        ? enumProblems(value, type.allowedValues, path)
        : mismatch('Integer')
    case 'number':
      return isScalar(value) && !Number.isNaN(Number(value)) ? [] : mismatch('Number')
    case 'boolean':
      return isScalar(value) && /^(true|false)$/.test(String(value)) ? [] : mismatch('Boolean')
    case 'array':
      if (!Array.isArray(value)) return mismatch('JSONArray')
      return value.flatMap((item, index) => typeProblems(item, type.element, `${path}/${index}`, isUnknown))
    case 'map':
      if (!isObject(value)) return mismatch('JSONObject')
      return Object.keys(value).flatMap(key => typeProblems(value[key], type.element, `${path}/${key}`, isUnknown))
    case 'ref':
      return isObject(value) ? objectProblems(value, propertiesOf(type), path, isUnknown) : mismatch('JSONObject')
    case 'tag':
      return isObject(value) ? objectProblems(value, tagProperties, path, isUnknown) : mismatch('JSONObject')
    case 'union':
      return anyOf(type.types, value, path, isUnknown)
    default:
      return []
  }
}

const tagProperties: Readonly<Record<string, Property>> = {
  Key: { type: { type: 'string' }, required: true },
  Value: { type: { type: 'string' }, required: true },
}

function enumProblems(value: unknown, allowed: readonly unknown[] | undefined, path: string): PropertyProblem[] {
  if (!allowed || allowed.map(String).includes(String(value))) return []
  return [{ message: `${String(value)} is not a valid enum value`, path }]
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function foundType(value: unknown): string {
  if (Array.isArray(value)) return 'JSONArray'
  if (isObject(value)) return 'JSONObject'
  return typeof value === 'string' ? 'String' : typeof value === 'boolean' ? 'Boolean' : 'Number'
}
