import type { Template } from './template.ts'
import { formatError, templateError } from './template-error.ts'
import { object } from './member-forms.ts'

const maxAttributes = 200

/**
 * The mappings of a template: two levels of names, and literal values. For most of the words no source is recorded.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html
 *
 * @throws AwsError ValidationError
 */
export function checkMappings(mappings: Readonly<Record<string, unknown>>): Template['mappings'] {
  for (const [name, mapping] of Object.entries(mappings)) {
    if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Mappings name ${name} is non alphanumeric.`)
    const keys = Object.entries(asObject(mapping, name))
    if (keys.length > maxAttributes)
      throw templateError(
        `Mapping ${name} has ${keys.length} attributes, which is greater than maximum allowed, ${maxAttributes}`,
      )
    for (const [key, attributes] of keys) checkAttributes(key, attributes)
  }
  return mappings as Template['mappings']
}

/**
 * Refuses Fn::FindInMap of a mapping that the template does not have. Words: the answer to `senza create` in the user
 * guide of STUPS, https://docs.stups.io, "Troubleshooting".
 *
 * @throws AwsError ValidationError
 */
export function checkMappingNames(value: unknown, mappings: Template['mappings']): void {
  if (value === null || typeof value !== 'object') return
  for (const [key, item] of Object.entries(value)) {
    const name: unknown = key === 'Fn::FindInMap' && Array.isArray(item) ? item[0] : undefined
    if (typeof name === 'string' && !Object.hasOwn(mappings, name))
      throw templateError(`Mapping named '${name}' is not present in the 'Mappings' section of template.`)
    checkMappingNames(item, mappings)
  }
}

function checkAttributes(key: string, attributes: unknown): void {
  checkName(key)
  for (const [attribute, value] of Object.entries(asObject(attributes, key))) {
    checkName(attribute)
    if (![value].flat().every(item => ['string', 'number', 'boolean'].includes(typeof item)))
      throw formatError('Every Mappings attribute must be a String or a List.')
  }
}

function asObject(value: unknown, name: string): object {
  if (!object.fits(value)) throw formatError(`Every Mappings member ${name} must be a map`)
  return value as object
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9.-]+$/.test(name))
    throw formatError(`Mappings attribute name '${name}' must contain only alphanumeric characters.`)
}
