import { checkDependencies } from './dependencies.ts'
import { checkCondition, checkFunctions } from './function-arguments.ts'
import { parseParameters } from './parameter-declarations.ts'
import { readDocument } from './read-document.ts'
import { refuseValues } from './refused-values.ts'
import type { DeletionPolicy, OutputDeclaration, ResourceDeclaration, Template } from './template.ts'
import { checkMappingNames, checkMappings } from './mappings.ts'
import { checkForms, type MemberForms, object, text } from './member-forms.ts'
import { checkExportName } from './export-name.ts'
import { checkOutputValue } from './output-value.ts'
import { formatError, notBuilt, templateError, validationError } from './template-error.ts'
import { checkDescription, checkTemplateLimits } from './template-limits.ts'

type Section = Readonly<Record<string, unknown>>

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
]

/**
 * Reads a template and makes all checks that need no parameters.
 *
 * @throws AwsError ValidationError, as CreateStack and ValidateTemplate answer it
 */
export function parseTemplate(text: string): Template {
  const document = readDocument(text)
  const unknown = Object.keys(document).filter(name => !sections.includes(name))
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`)
  for (const name of ['Transform', 'Rules']) if (document[name]) throw notBuilt(`the template section ${name}`)
  const version = document.AWSTemplateFormatVersion
  if (version !== undefined && version !== '2010-09-09') {
    throw formatError(`unsupported value for AWSTemplateFormatVersion: ${String(version)}`)
  }
  const sectionsOf = {
    Parameters: section(document, 'Parameters'),
    Mappings: section(document, 'Mappings'),
    Resources: section(document, 'Resources'),
    Outputs: section(document, 'Outputs'),
  }
  checkTemplateLimits(sectionsOf)
  const template: Template = {
    description: description(document.Description),
    metadata: document.Metadata,
    parameters: parseParameters(sectionsOf.Parameters),
    mappings: checkMappings(sectionsOf.Mappings),
    conditions: section(document, 'Conditions'),
    resources: parseResources(sectionsOf.Resources),
    outputs: parseOutputs(sectionsOf.Outputs),
  }
  const { Metadata: _, Description: __, ...meant } = document
  refuseValues(meant)
  checkFunctionsOf(template)
  checkDependencies(template)
  return template
}

/** Checks the functions of all parts that are evaluated. */
function checkFunctionsOf({ conditions, resources, outputs, mappings }: Template): void {
  for (const condition of Object.values(conditions)) checkCondition(condition)
  for (const { properties } of Object.values(resources)) checkFunctions(properties)
  for (const { value, exportName } of Object.values(outputs)) checkFunctions([value, exportName])
  checkMappingNames([conditions, resources, outputs], mappings)
}

function section(document: Section, name: string): Section {
  const value = document[name] ?? {}
  if (!isObject(value)) throw formatError(`${name} must be an object.`)
  return value
}

function description(value: unknown): string | undefined {
  if (value === undefined) return value
  if (typeof value === 'string') {
    checkDescription(value, 'Template')
    return value
  }
  throw formatError('Description must be a string.')
}

function parseResources(resources: Section): Record<string, ResourceDeclaration> {
  const entries = Object.entries(resources)
  if (entries.length === 0) throw formatError('At least one Resources member must be defined.')
  return Object.fromEntries(entries.map(([id, value]) => [id, parseResource(id, value)]))
}

const attributes = ['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy']

function parseResource(id: string, value: unknown): ResourceDeclaration {
  if (!/^[a-zA-Z0-9]+$/.test(id)) throw formatError(`Resource name ${id} is non alphanumeric.`)
  if (!isObject(value)) throw formatError('Any Resources member must be an object.')
  if (value.Type === undefined)
    throw formatError(`[/Resources/${id}] Every Resources object must contain a Type member.`)
  // Words: recorded/cloudformation.yaml.
  if (typeof value.Type !== 'string') throw formatError(`[/Resources/${id}] Every Type member must be a string.`)
  for (const name of Object.keys(value)) {
    if (name === 'CreationPolicy' || name === 'UpdatePolicy') throw notBuilt(`the resource attribute ${name}`)
    if (!attributes.includes(name) && !(name === 'Version' && isCustom(value.Type)))
      throw validationError(`Invalid template resource property '${name}'`)
  }
  const properties = value.Properties ?? {}
  if (!isObject(properties)) throw formatError(`[/Resources/${id}/Properties] Properties must be an object.`)
  return {
    type: value.Type,
    properties,
    dependsOn: dependsOn(id, value.DependsOn ?? []),
    condition: condition(id, value.Condition),
    metadata: value.Metadata,
    deletionPolicy: policy(id, value, 'DeletionPolicy'),
    updateReplacePolicy: policy(id, value, 'UpdateReplacePolicy'),
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html */
function isCustom(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::')
}

function dependsOn(id: string, value: unknown): string[] {
  const names = [value].flat()
  if (names.every(name => typeof name === 'string')) return names
  throw formatError(`[/Resources/${id}/DependsOn] Every DependsOn value must be a string.`)
}

function condition(id: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw formatError(`[/Resources/${id}/Condition] Every Condition value must be a string.`)
}

function policy(id: string, resource: Section, name: 'DeletionPolicy' | 'UpdateReplacePolicy'): DeletionPolicy {
  const value = resource[name] ?? 'Delete'
  // Words: cfn-language-extensions, AWS's own reader of templates.
  if (typeof value !== 'string') throw formatError(`Every ${name} member must be a string.`)
  if (value === 'Snapshot') throw templateError(`resource type ${resource.Type} does not support ${name} Snapshot`)
  const allowed = name === 'DeletionPolicy' ? ['Delete', 'Retain', 'RetainExceptOnCreate'] : ['Delete', 'Retain']
  if (allowed.includes(value as string)) return value as DeletionPolicy
  throw formatError(`Unrecognized ${name} ${String(value)} for resource ${id}`)
}

function parseOutputs(outputs: Section): Record<string, OutputDeclaration> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Output name ${name} is non alphanumeric.`)
      // Words: recorded/cloudformation.yaml.
      if (isObject(value) && value.Value === null)
        throw validationError(`[/Outputs/${name}/Value] 'null' values are not allowed in templates`)
      if (!isObject(value) || value.Value === undefined)
        throw formatError('Every Outputs member must contain a Value object')
      checkOutputValue(value.Value)
      return [name, parseOutput(name, value)]
    }),
  )
}

const outputForms: MemberForms = { Description: text, Export: object, Condition: text }

function parseOutput(name: string, value: Section): OutputDeclaration {
  const unknown = Object.keys(value).find(member => member !== 'Value' && !Object.hasOwn(outputForms, member))
  if (unknown) throw templateError(`Invalid template output property '${unknown}'`)
  checkForms(`Outputs/${name}`, value, outputForms)
  const exported = value.Export as Section | undefined
  if (exported && (Object.keys(exported).join() !== 'Name' || exported.Name === ''))
    throw formatError(`[/Outputs/${name}/Export] Every Export object must contain a Name, and nothing else.`)
  if (typeof exported?.Name === 'string') checkExportName(name, exported.Name)
  const description = value.Description === undefined ? undefined : String(value.Description)
  if (description) checkDescription(description, `Output ${name}`)
  return {
    value: value.Value,
    description,
    exportName: exported?.Name,
    condition: value.Condition as string | undefined,
  }
}

function isObject(value: unknown): value is Section {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
