import { referencesOf } from './references.ts'
import { resourceSpecification } from './specification.ts'
import type { Template } from './template.ts'
import { formatError, notBuilt, templateError } from './template-error.ts'

/** Refuses types that cannot be created, and attributes that a type does not have. */
export function checkResourceTypes(template: Template, isKnown: (type: string) => boolean): void {
  const types = Object.values(template.resources).map(({ type }) => type)
  const unknown = [...new Set(types.filter(type => !isKnown(type)))]
  const unrecognized = unknown.filter(
    type => !resourceSpecification(type) && !/^(Custom::|AWS::CloudFormation::)/.test(type),
  )
  if (unrecognized.length > 0) throw formatError(`Unrecognized resource types: [${unrecognized.join(', ')}]`)
  if (unknown.length > 0) throw notBuilt(`the resource types [${unknown.join(', ')}]`)
  const values = [
    ...Object.values(template.resources).map(({ properties }) => properties),
    ...Object.values(template.outputs).map(({ value }) => value),
  ]
  for (const { logicalId, attribute } of values.flatMap(value => referencesOf(value).attributes)) {
    checkAttribute(template, logicalId, attribute)
  }
}

function checkAttribute({ resources }: Template, logicalId: string, attribute: string): void {
  const { type } = resources[logicalId]!
  if (type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) return
  const specification = resourceSpecification(type)
  // If a function gives the attribute, it is checked when its value is known.
  if (!specification || attribute === '' || Object.hasOwn(specification.attributes, attribute)) return
  throw templateError(`resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`)
}
