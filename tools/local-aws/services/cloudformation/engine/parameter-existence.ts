import type { Account } from '../operation.ts'
import type { Definition } from '../stack.ts'
import { parameterItems } from '../template/parameter-values.ts'
import { notBuilt } from '../template/template-error.ts'
import { isUnknown } from '../template/unknown-value.ts'

type Exists = (account: Account, value: string) => boolean

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
const kinds: Readonly<Record<string, Exists>> = {
  'AWS::EC2::AvailabilityZone::Name': ({ ec2 }, name) => ec2.availabilityZones().some(zone => zone.name === name),
  'AWS::EC2::SecurityGroup::GroupName': ({ ec2 }, name) =>
    [...ec2.securityGroups.values()].some(group => group.groupName === name),
  'AWS::EC2::SecurityGroup::Id': ({ ec2 }, id) => ec2.securityGroups.has(id),
  'AWS::EC2::Subnet::Id': ({ ec2 }, id) => ec2.subnets.has(id),
  'AWS::EC2::VPC::Id': ({ ec2 }, id) => ec2.vpcs.has(id),
}

/**
 * Returns why the parameters of types such as AWS::EC2::Subnet::Id do not fit the account. AWS checks this after the
 * work has begun: the stack rolls back, a change set fails. Words: github.com/rgfindl/headless-wordpress/issues/4
 *
 * @throws AwsError NotImplemented for resources that the local AWS lacks (images, key pairs)
 */
export function missingParameterValues(account: Account, { template, parameters }: Definition): string | undefined {
  const missing = Object.entries(template.parameters).flatMap(([name, declaration]) => {
    const kind = /^(?:List<)?(AWS::[\w:]+)>?$/.exec(declaration.type)?.[1]
    if (!kind) return []
    const exists = kinds[kind]
    if (!exists) throw notBuilt(`parameters of type ${declaration.type}`)
    return parameterItems(declaration, parameters[name]!)
      .filter(value => !isUnknown(value) && !exists(account, value))
      .map(value => `parameter value ${value && `${value} `}for parameter name ${name} does not exist`)
  })
  return missing.length > 0 ? `Parameter validation failed: ${missing.join(', ')}` : undefined
}
