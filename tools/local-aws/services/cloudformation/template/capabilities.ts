import type { Capability } from '@aws-sdk/client-cloudformation'
import { AwsError } from '../../../aws-error.ts'
import type { Template } from './template.ts'

export interface RequiredCapabilities {
  readonly capabilities: readonly Capability[]
  readonly reason?: string
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities
const iamTypes: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
}

/** A template with IAM resources needs a capability, and a stronger one if it names them. */
export function requiredCapabilities({ resources }: Template): RequiredCapabilities {
  const all = Object.values(resources)
  const iam = all.filter(({ type }) => type in iamTypes)
  if (iam.length === 0) return { capabilities: [] }
  const named = iam.some(({ type, properties }) => iamTypes[type] && properties[iamTypes[type]] !== undefined)
  const types = [...new Set(iam.map(({ type }) => type))].join(', ')
  return {
    capabilities: [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'],
    reason: `The following resource(s) require capabilities: [${types}]`,
  }
}

/** @throws AwsError InsufficientCapabilitiesException */
export function checkCapabilities(template: Template, given: readonly Capability[]): void {
  const [required] = requiredCapabilities(template).capabilities
  if (!required || given.includes('CAPABILITY_NAMED_IAM')) return
  if (required === 'CAPABILITY_IAM' && given.includes('CAPABILITY_IAM')) return
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${required}]`)
}
