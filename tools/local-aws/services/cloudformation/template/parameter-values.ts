import type { Parameter } from '@aws-sdk/client-cloudformation'
import { matchesAllowedPattern } from './allowed-pattern.ts'
import { isNumber } from './member-forms.ts'
import { refuseDynamicReference } from './refused-values.ts'
import type { ParameterDeclaration, Template } from './template.ts'
import { notBuilt, validationError } from './template-error.ts'
import { checkParameterSize } from './template-limits.ts'
import { isPlaceholder } from './unknown-value.ts'

export interface GivenParameters {
  readonly parameters?: readonly Parameter[]
  /** The values of the stack that is updated, for UsePreviousValue. */
  readonly previous?: Readonly<Record<string, string>>
  /** Whether a value is not known yet (in a change set of a nested stack), so that it cannot be checked. */
  readonly isUnknown: (value: string) => boolean
}

/** The value of every declared parameter as text, checked against its constraints. */
export function parameterValues(template: Template, given: GivenParameters): Record<string, string> {
  const byName = new Map((given.parameters ?? []).map(parameter => [parameter.ParameterKey!, parameter]))
  const unknown = [...byName.keys()].filter(name => !Object.hasOwn(template.parameters, name))
  // https://github.com/ansible/ansible/issues/24866
  if (unknown.length > 0 && Object.keys(template.parameters).length === 0)
    throw validationError('Parameter values specified for a template which does not require them.')
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
  const values: Record<string, string> = {}
  const missing: string[] = []
  for (const [name, declaration] of Object.entries(template.parameters)) {
    const value = resolved(declaration, byName.get(name), given.previous)
    if (value === undefined) missing.push(name)
    else values[name] = value
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`)
  for (const [name, value] of Object.entries(values)) {
    if (isPlaceholder(value)) checkPlaceholder(name, value, template.parameters[name]!)
    else if (!given.isUnknown(value)) checkConstraints(name, value, template.parameters[name]!)
  }
  return values
}

function resolved(
  declaration: ParameterDeclaration,
  given: Parameter | undefined,
  previous: GivenParameters['previous'],
): string | undefined {
  if (given?.ResolvedValue !== undefined) throw notBuilt('ResolvedValue of a parameter')
  return given?.UsePreviousValue ? previousValue(given, previous) : (given?.ParameterValue ?? declaration.defaultValue)
}

function previousValue(given: Parameter, previous: GivenParameters['previous']): string | undefined {
  const name = given.ParameterKey!
  const refusal = (why: string) =>
    validationError(`Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true ${why}`)
  // https://github.com/widdix/cfn-create-or-update/pull/15
  if (given.ParameterValue) throw refusal('and non empty value for a parameter')
  if (!previous) return undefined
  if (Object.hasOwn(previous, name)) return previous[name]
  // https://github.com/rackerlabs/ebs_snapper/issues/56
  throw refusal('for a parameter key not in the previous template')
}

function checkConstraints(name: string, value: string, declaration: ParameterDeclaration): void {
  checkParameterSize(name, value)
  refuseDynamicReference(value)
  const broken = brokenConstraint(name, value, declaration)
  if (!broken) return
  const { constraintDescription } = declaration
  if (constraintDescription === undefined) throw validationError(broken)
  throw validationError(`Parameter ${name} failed to satisfy constraint: ${constraintDescription}`)
}

function checkPlaceholder(name: string, value: string, declaration: ParameterDeclaration): void {
  const { allowedPattern, constraintDescription, type } = declaration
  checkConstraints(name, value, { type, allowedPattern, constraintDescription, noEcho: false })
}

function brokenConstraint(name: string, value: string, declaration: ParameterDeclaration): string | undefined {
  const { type, allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration
  const items = parameterItems(declaration, value)
  const numeric = (type === 'Number' || type === 'List<Number>') && !isPlaceholder(value)
  if (numeric && !items.every(isNumber)) {
    return `Parameter '${name}' must be a number`
  }
  if (allowedValues && items.some(item => !allowedValues.includes(item))) {
    return `Parameter '${name}' must be one of AllowedValues`
  }
  if (allowedPattern !== undefined && items.some(item => !matchesAllowedPattern(allowedPattern, item))) {
    return `Parameter '${name}' must match pattern ${allowedPattern}`
  }
  if (minLength !== undefined && value.length < minLength) {
    return `Parameter '${name}' must contain at least ${minLength} characters`
  }
  if (maxLength !== undefined && value.length > maxLength) {
    return `Parameter '${name}' must contain at most ${maxLength} characters`
  }
  if (minValue !== undefined && Number(value) < minValue) {
    return `Parameter '${name}' must be a number not less than ${minValue}`
  }
  if (maxValue !== undefined && Number(value) > maxValue) {
    return `Parameter '${name}' must be a number not greater than ${maxValue}`
  }
  return undefined
}

/** The value of Ref: a list for the list types, text for all others. */
export function parameterReference({ type }: ParameterDeclaration, value: string): string | string[] {
  return isList(type) ? listItems(value) : value
}

/** The items of a value: one, unless the type is a list. */
export function parameterItems({ type }: ParameterDeclaration, value: string): string[] {
  return isList(type) ? listItems(value) : [value]
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<')
}

function listItems(value: string): string[] {
  return value === '' ? [] : value.split(',').map(item => item.trim())
}
