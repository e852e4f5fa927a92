import { cidrBlocks } from './cidr-blocks.ts'
import { attributePath } from './read-document.ts'
import { attributeOf, subOf, substitution } from './references.ts'
import { templateError, validationError } from './template-error.ts'
import { checkEvaluatedLength } from './template-limits.ts'
import { isPlaceholder, isUnknown } from './unknown-value.ts'

/** The sources of values for names. Each throws if there is no value. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource; `noValue` for AWS::NoValue. */
  ref(name: string): unknown
  attribute(logicalId: string, attribute: string): unknown
  condition(name: string): boolean
  importValue(name: string): unknown
  mapping(name: string, first: string, second: string): unknown
  availabilityZones(region: string): readonly string[]
}

/** The value of AWS::NoValue: the property or list item with it is left out. */
export const noValue = Symbol('AWS::NoValue')

/** Computes the intrinsic functions in a value. The forms of their arguments have been checked: function-arguments.ts. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map(item => evaluate(item, scope)).filter(item => item !== noValue)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  const [name, argument] = entries[0] ?? []
  if (entries.length === 1 && (name === 'Ref' || name!.startsWith('Fn::')))
    return intrinsics[name!]!(argument as never, scope)
  const evaluated = entries.map(([key, item]) => [key, evaluate(item, scope)] as const)
  return Object.fromEntries(evaluated.filter(([, item]) => item !== noValue))
}

type Intrinsic = (argument: never, scope: Scope) => unknown

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (name: string, scope) => scope.ref(name),
  'Fn::GetAtt': (argument: unknown, scope) => {
    const [logicalId, attribute] = attributeOf(argument)
    return scope.attribute(logicalId, String(evaluate(attribute, scope)))
  },
  'Fn::Sub': (argument: unknown, scope) => substitute(argument, scope),
  'Fn::If': (argument: readonly unknown[], scope) => {
    const [condition, whenTrue, whenFalse] = argument
    return evaluate(scope.condition(String(condition)) ? whenTrue : whenFalse, scope)
  },
  'Fn::Join': (argument: readonly unknown[], scope) => {
    const [delimiter, values] = argument
    const texts = listOf('Fn::Join', evaluate(values, scope)).map(item => textOf('Fn::Join', item))
    const between = String(delimiter)
    checkEvaluatedLength(texts.reduce((length, text) => length + between.length + text.length, 0))
    return texts.join(between)
  },
  'Fn::Select': (argument: readonly unknown[], scope) => {
    const [index, values] = argument
    return select(Number(evaluate(index, scope)), listOf('Fn::Select', evaluate(values, scope)))
  },
  'Fn::Split': (argument: readonly unknown[], scope) => {
    const [delimiter, text] = argument
    return textOf('Fn::Split', evaluate(text, scope)).split(String(delimiter))
  },
  'Fn::Base64': (argument: unknown, scope) =>
    limited(Buffer.from(textOf('Fn::Base64', evaluate(argument, scope))).toString('base64')),
  'Fn::Cidr': (argument: unknown, scope) => {
    const [block, count, bits = 8] = listOf('Fn::Cidr', evaluate(argument, scope))
    return cidrBlocks(String(block), Number(count), Number(bits))
  },
  'Fn::GetAZs': (argument: unknown, scope) => scope.availabilityZones(String(evaluate(argument, scope) ?? '')),
  'Fn::FindInMap': (argument: readonly unknown[], scope) => {
    const [map, first, second] = argument.map(item => String(evaluate(item, scope)))
    return scope.mapping(map!, first!, second!)
  },
  'Fn::ImportValue': (argument: unknown, scope) =>
    scope.importValue(textOf('Fn::ImportValue', evaluate(argument, scope))),
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = subOf(argument)
  const values = new Map<string, string>()
  const variable = (name: string) => {
    if (Object.hasOwn(variables, name)) return evaluate(variables[name], scope)
    return name.includes('.') ? scope.attribute(...attributePath(name)) : scope.ref(name)
  }
  // Each variable is evaluated once; otherwise the work would double with each level of a Sub inside a Sub.
  const valueOf = (name: string): string => {
    const value = values.get(name) ?? textOf('Fn::Sub', variable(name))
    values.set(name, value)
    return value
  }
  let length = text.length
  return text
    .replace(substitution, (_, name: string) => {
      const value = valueOf(name.trim())
      length += value.length
      checkEvaluatedLength(length)
      return value
    })
    .replace(/\$\{!([^${}]*)\}/g, '${$1}')
}

/** If a list is not known yet, every item is unknown. The text of a placeholder has no more parts than it shows. */
function select(index: number, values: readonly unknown[]): unknown {
  const value = Number.isInteger(index)
    ? (values[index] ?? values.find(one => isUnknown(one) && !isPlaceholder(one)))
    : undefined
  if (value !== undefined) return value
  throw templateError(`Fn::Select cannot select nonexistent value at index ${index}`)
}

function limited(text: string): string {
  checkEvaluatedLength(text.length)
  return text
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (isUnknown(value)) return [value]
  throw templateError(`every ${name} object requires a list, got ${JSON.stringify(value)}.`)
}

function textOf(name: string, value: unknown): string {
  if (value !== null && typeof value === 'object') {
    throw validationError(`Template error: every ${name} expression must use strings, got ${JSON.stringify(value)}.`)
  }
  return value === noValue ? '' : String(value)
}
