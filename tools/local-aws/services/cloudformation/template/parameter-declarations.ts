import { checkAllowedPattern } from './allowed-pattern.ts'
import { boolean, checkForms, count, type MemberForms, number, object, text, texts } from './member-forms.ts'
import type { ParameterDeclaration } from './template.ts'
import { formatError, notBuilt, validationError } from './template-error.ts'

const forms: MemberForms = {
  Type: text,
  Description: text,
  Default: text,
  AllowedValues: texts,
  AllowedPattern: text,
  MinLength: count,
  MaxLength: count,
  MinValue: number,
  MaxValue: number,
  ConstraintDescription: text,
  NoEcho: boolean,
}

// The guide's list lacks List<String>, but CloudFormation accepts it (github.com/aws-cloudformation/cfn-lint,
// helpers.py).
const plainTypes = ['String', 'Number', 'List<Number>', 'List<String>', 'CommaDelimitedList']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
const idTypes = [
  ...['AvailabilityZone::Name', 'Image::Id', 'Instance::Id', 'KeyPair::KeyName', 'SecurityGroup::GroupName'],
  ...['SecurityGroup::Id', 'Subnet::Id', 'Volume::Id', 'VPC::Id'],
].map(name => `AWS::EC2::${name}`)
const accountTypes = [...idTypes, 'AWS::Route53::HostedZone::Id']

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export function parseParameters(parameters: Readonly<Record<string, unknown>>): Record<string, ParameterDeclaration> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parse(name, value)]))
}

function parse(name: string, declaration: unknown): ParameterDeclaration {
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Parameter name ${name} is non alphanumeric.`)
  if (!object.fits(declaration)) throw formatError('Any Parameters member must be an object.')
  const value = declaration as Record<string, unknown>
  const unknown = Object.keys(value).find(member => !Object.hasOwn(forms, member))
  // Words: recorded/cloudformation.yaml.
  if (unknown) throw validationError(`Invalid template parameter property '${unknown}'`)
  if (value.Type === undefined) throw formatError('Every Parameters object must contain a Type member.')
  if (value.Default !== undefined && !text.fits(value.Default))
    throw formatError('Every Default member must be a string.')
  checkForms(`Parameters/${name}`, value, forms)
  const type = String(value.Type)
  checkType(type)
  const allowedPattern = textOf(value.AllowedPattern)
  if (allowedPattern !== undefined) checkAllowedPattern(allowedPattern)
  return {
    type,
    description: textOf(value.Description),
    defaultValue: textOf(value.Default),
    allowedValues: (value.AllowedValues as unknown[] | undefined)?.map(String),
    allowedPattern,
    minLength: numberOf(value.MinLength),
    maxLength: numberOf(value.MaxLength),
    minValue: numberOf(value.MinValue),
    maxValue: numberOf(value.MaxValue),
    constraintDescription: textOf(value.ConstraintDescription),
    noEcho: String(value.NoEcho ?? false) === 'true',
  }
}

function checkType(type: string): void {
  if (type.startsWith('AWS::SSM::')) throw notBuilt(`parameters of type ${type}`)
  const listed = /^List<(.*)>$/.exec(type)?.[1]
  // The type for a list of key pairs does not exist.
  const isList = listed !== 'AWS::EC2::KeyPair::KeyName' && accountTypes.includes(listed ?? '')
  if (plainTypes.includes(type) || accountTypes.includes(type) || isList) return
  throw formatError(`Unrecognized parameter type: ${type}`)
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}

function numberOf(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value)
}
