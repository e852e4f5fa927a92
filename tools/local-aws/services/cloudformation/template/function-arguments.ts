import { isAttributePath } from './read-document.ts'
import { formatError, notBuilt, templateError } from './template-error.ts'

interface Rule {
  readonly fits: (argument: unknown) => boolean
  readonly otherwise: string
  /** The refusal of an argument that is a text, if it is another one. */
  readonly otherwiseText?: string
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isFunction = (value: unknown) => nameOf(value) !== undefined
const isText = (value: unknown) => isScalar(value) || isFunction(value)
const isList = (value: unknown) => Array.isArray(value) || isFunction(value)
const isIndex = (value: unknown) => isFunction(value) || /^\d+$/.test(String(value))
const isDelimiter = (value: unknown) => typeof value === 'string'

/** A list in which each item fits the test at its place. */
const items =
  (...tests: readonly ((value: unknown) => boolean)[]) =>
  (value: unknown) =>
    Array.isArray(value) && value.length === tests.length && tests.every((test, index) => test(value[index]))

// For most of the words no source is recorded (for some: recorded/cloudformation.yaml); each function's arguments are in
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
const rules: Readonly<Record<string, Rule>> = {
  Ref: {
    fits: value => typeof value === 'string',
    otherwise: 'every Ref object must have a single String value.',
  },
  'Fn::Base64': { fits: isText, otherwise: 'every Fn::Base64 object must have a String-typed value.' },
  'Fn::Cidr': {
    fits: value => isFunction(value) || items(isText, isIndex)(value) || items(isText, isIndex, isIndex)(value),
    otherwise: 'every Fn::Cidr object requires two or three parameters, the address block, the count and the bits.',
  },
  'Fn::FindInMap': {
    fits: items(isText, isText, isText),
    otherwise:
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  },
  'Fn::GetAtt': {
    fits: value => isAttribute(value),
    otherwise:
      'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    otherwiseText:
      'if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute>',
  },
  'Fn::GetAZs': { fits: isText, otherwise: 'every Fn::GetAZs object must have a String-typed value.' },
  'Fn::If': {
    fits: value => Array.isArray(value) && value.length === 3 && typeof value[0] === 'string',
    otherwise: 'every Fn::If object requires a list of 3 parameters, the first of which is the name of a condition.',
  },
  'Fn::ImportValue': {
    fits: isText,
    otherwise: 'the attribute in Fn::ImportValue must be a string or a function that returns a string',
  },
  'Fn::Join': {
    fits: items(isDelimiter, isList),
    otherwise:
      'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  },
  'Fn::Select': {
    fits: items(isIndex, isList),
    otherwise: 'every Fn::Select object requires two parameters, an index and a list.',
  },
  'Fn::Split': {
    fits: items(isDelimiter, isText),
    otherwise:
      'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  },
  'Fn::Sub': {
    fits: value => isDelimiter(value) || items(isDelimiter, isObject)(value),
    otherwise:
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  },
}

// AWS has them only with a transform, in Rules, or in Conditions.
const notHere = ['Fn::ForEach', 'Fn::GetStackOutput', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Transform']
const ofConditions: Readonly<Record<string, Rule>> = {
  Condition: { fits: value => typeof value === 'string', otherwise: 'every Condition must be a String.' },
  'Fn::And': severalConditions('Fn::And'),
  'Fn::Equals': {
    fits: items(isText, isText),
    otherwise: 'every Fn::Equals object requires a list of 2 string parameters.',
  },
  'Fn::Not': { fits: items(isObject), otherwise: 'every Fn::Not object requires a list of 1 boolean parameter.' },
  'Fn::Or': severalConditions('Fn::Or'),
}

function severalConditions(name: string): Rule {
  return {
    fits: value => Array.isArray(value) && value.length >= 2 && value.length <= 10,
    otherwise: `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
  }
}

/**
 * Refuses functions whose arguments have the wrong form, also where no condition or reference would evaluate them:
 * CloudFormation reads all of a template first.
 *
 * @throws AwsError ValidationError, NotImplemented
 */
export function checkFunctions(value: unknown): void {
  const name = nameOf(value)
  if (name !== undefined) {
    const rule = rules[name]
    if (!rule && notHere.includes(name)) throw notBuilt(`the function ${name}`)
    if (!rule) {
      const supported = Object.keys(rules).filter(one => one !== 'Ref')
      throw templateError(
        `Encountered unsupported function: ${name} Supported functions are: [${supported.join(', ')}]`,
      )
    }
    const argument = argumentOf(value)
    if (!rule.fits(argument)) throw templateError(refusalOf(rule, argument))
    if (name === 'Fn::Sub') checkVariables(String([argument].flat()[0]))
  }
  if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) checkFunctions(item)
}

function refusalOf({ otherwise, otherwiseText = otherwise }: Rule, argument: unknown): string {
  return typeof argument === 'string' ? otherwiseText : otherwise
}

/** Refuses a condition that is no boolean operation, or one with arguments of the wrong form. @throws AwsError */
export function checkCondition(value: unknown): void {
  const [name, ...others] = isObject(value) ? Object.keys(value as object) : []
  const rule = name !== undefined && others.length === 0 ? ofConditions[name] : undefined
  if (!rule) throw formatError('Conditions can only be boolean operations on parameters and other conditions')
  const argument = argumentOf(value)
  if (!rule.fits(argument)) throw templateError(rule.otherwise)
  if (name === 'Condition') return
  for (const operand of argument as unknown[])
    if (name === 'Fn::Equals') checkFunctions(operand)
    else checkCondition(operand)
}

/** Whether AWS also refuses white space around a name is not known. */
function checkVariables(text: string): void {
  for (const [, name] of text.matchAll(/\$\{(?!!)([^{}]*)\}/g)) {
    if (!/^\s*[\w.:]+\s*$/.test(name!))
      throw templateError(
        'variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
      )
  }
}

/** The name of the function that a value is; undefined for any other value. */
function nameOf(value: unknown): string | undefined {
  const [name, ...others] = isObject(value) ? Object.keys(value as object) : []
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::')) ? name : undefined
}

function argumentOf(value: unknown): unknown {
  return Object.values(value as object)[0]
}

function isAttribute(value: unknown): boolean {
  if (typeof value === 'string') return isAttributePath(value)
  if (!Array.isArray(value) || value.length !== 2) return false
  const [id, attribute] = value as unknown[]
  return typeof id === 'string' && id !== '' && attribute !== '' && isText(attribute)
}
