import type { FileSystemConfig, VpcConfig } from '@aws-sdk/client-lambda'
import { AwsError } from '../../aws-error.ts'
import { constraintViolation } from './constraint-violation.ts'
import type { FunctionSettings } from './function-model.ts'
import type { Call } from './operation.ts'

/**
 * The function's VPC configuration: the given one, or the previous one. @throws AwsError InvalidParameterValueException
 */
export function vpcOf(
  { account }: Call,
  input: VpcConfig | undefined,
  before: FunctionSettings | undefined,
): Pick<FunctionSettings, 'vpc'> | object {
  if (!input) return before?.vpc ? { vpc: before.vpc } : {}
  const { SubnetIds: subnetIds = [], SecurityGroupIds: securityGroupIds = [] } = input
  if (subnetIds.length === 0 && securityGroupIds.length === 0) return {}
  if (subnetIds.length === 0 || securityGroupIds.length === 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      'SubnetIds and SecurityIds must coexist or be both empty list.',
    )
  }
  const { ec2 } = account
  const vpcs = new Set([
    ...subnetIds.map(id => fromEc2('DescribeSubnets', () => ec2.subnet(id)).vpcId),
    ...securityGroupIds.map(id => fromEc2('DescribeSecurityGroups', () => ec2.securityGroup(id)).vpcId),
  ])
  if (vpcs.size > 1)
    throw new AwsError('InvalidParameterValueException', 'Security Groups are required to be in the same VPC.')
  return { vpc: { subnetIds, securityGroupIds, vpcId: [...vpcs][0]! } }
}

/** Lambda asks EC2, and passes its refusal on (github.com/aws/aws-lambda-dotnet/pull/60). */
function fromEc2<T>(operation: string, describe: () => T): T {
  try {
    return describe()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    throw new AwsError(
      'InvalidParameterValueException',
      `Error occurred while ${operation}. EC2 Error Code: ${error.code}. EC2 Error Message: ${error.message}`,
    )
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html; the last two messages: aws/aws-cdk#8835. */
export function checkFileSystem(
  { account }: Call,
  settings: FunctionSettings,
  { Arn, LocalMountPath }: FileSystemConfig,
): void {
  if (!/^\/mnt\/[a-zA-Z0-9-_.]+$/.test(LocalMountPath ?? '')) {
    throw constraintViolation(
      LocalMountPath,
      'fileSystemConfigs.1.member.localMountPath',
      'Member must satisfy regular expression pattern: ^/mnt/[a-zA-Z0-9-_.]+$',
    )
  }
  if (!settings.vpc)
    throw new AwsError(
      'InvalidParameterValueException',
      `Function must be configured to execute in a VPC to reference access point ${Arn}`,
    )
  const { efs, ec2 } = account
  const accessPoint = efs.accessPoints.get(Arn!.split('/').at(-1)!)
  if (!accessPoint || accessPoint.arn !== Arn)
    throw new AwsError('InvalidParameterValueException', `EFS access point ${Arn} does not exist.`)
  const fileSystem = efs.fileSystem(accessPoint.fileSystemId)
  const zones = settings.vpc.subnetIds.map(id => ec2.subnet(id).availabilityZone)
  const targets = efs.mountTargetsOf(fileSystem.fileSystemId)
  const zoneOf = (subnetId: string) => ec2.subnet(subnetId).availabilityZone
  const inZones = zones.map(zone => targets.find(target => zoneOf(target.subnetId) === zone))
  if (inZones.some(target => !target)) {
    throw new AwsError(
      'InvalidParameterValueException',
      `EFS file system ${fileSystem.arn} referenced by access point ${Arn} does not have mount targets created in all availability zones the function will execute in. Please create EFS mount targets in availability zones where the function has a corresponding subnet provided.`,
    )
  }
  if (inZones.some(target => target!.state !== 'available')) {
    throw new AwsError(
      'InvalidParameterValueException',
      `EFS file system ${fileSystem.arn} referenced by access point ${Arn} has mount targets created in all availability zones the function will execute in, but not all are in the available life cycle state yet. Please wait for them to become available and try the request again.`,
    )
  }
}
