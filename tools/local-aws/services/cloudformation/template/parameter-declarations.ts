import { checkAllowedPattern } from './allowed-pattern.ts'
import type { ParameterDeclaration } from './template.ts'
import { formatError, notBuilt, templateError } from './template-error.ts'

const members = [
  'Type',
  'Description',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'ConstraintDescription',
  'NoEcho',
]

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
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, parse(name, (value ?? {}) as Record<string, unknown>)]),
  )
}

function parse(name: string, value: Record<string, unknown>): ParameterDeclaration {
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw formatError(`Parameter name ${name} is non alphanumeric.`)
  const unknown = Object.keys(value).find(member => !members.includes(member))
  if (unknown) throw templateError(`Invalid template parameter property '${unknown}'`)
  if (typeof value.Type !== 'string') throw formatError('Every Parameters object must contain a Type member.')
  checkType(value.Type)
  if (typeof value.AllowedPattern === 'string') checkAllowedPattern(value.AllowedPattern)
  return {
    type: value.Type,
    description: value.Description as string | undefined,
    defaultValue: text(value.Default),
    allowedValues: (value.AllowedValues as unknown[] | undefined)?.map(String),
    allowedPattern: value.AllowedPattern as string | undefined,
    minLength: number(value.MinLength),
    maxLength: number(value.MaxLength),
    minValue: number(value.MinValue),
    maxValue: number(value.MaxValue),
    constraintDescription: value.ConstraintDescription as string | undefined,
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

function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return Array.isArray(value) ? value.join(',') : String(value)
}

function number(value: unknown): number | undefined {
  return value === undefined ? undefined : Number(value)
}
