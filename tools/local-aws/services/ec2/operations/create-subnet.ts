import type { CreateSubnetRequest, CreateSubnetResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { addressRange, canonicalCidr, contains, overlaps } from '../cidr.ts'
import { describeSubnet } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { on, withTags } from '../permissions.ts'
import { resourceId } from '../state.ts'
import { specifiedTags } from '../tags.ts'

export const createSubnet: Operation<CreateSubnetRequest, CreateSubnetResult> = {
  honours: ['AvailabilityZone', 'CidrBlock', 'TagSpecifications', 'VpcId', 'AvailabilityZoneId'],
  permissions: (input, call) => [
    ...withTags(call, 'CreateSubnet', 'subnet', input.TagSpecifications),
    on(call, 'CreateSubnet', 'vpc', input.VpcId),
  ],
  run: (input, { account }) => {
    const { ec2 } = account
    const vpc = ec2.vpc(input.VpcId!)
    if (!input.CidrBlock) throw new AwsError('MissingParameter', 'Either cidrBlock or ipv6CidrBlock must be provided')
    const cidrBlock = canonicalCidr(input.CidrBlock)
    const { prefix } = addressRange(cidrBlock)
    if (prefix < 16 || prefix > 28 || !contains(vpc.cidrBlock, cidrBlock)) {
      throw new AwsError('InvalidSubnet.Range', `The CIDR '${cidrBlock}' is invalid.`)
    }
    const siblings = [...ec2.subnets.values()].filter(subnet => subnet.vpcId === vpc.vpcId)
    if (siblings.some(subnet => overlaps(subnet.cidrBlock, cidrBlock))) {
      throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidrBlock}' conflicts with another subnet`)
    }
    const zones = ec2.availabilityZones()
    const named = input.AvailabilityZone ?? input.AvailabilityZoneId
    if (input.AvailabilityZone && input.AvailabilityZoneId) {
      throw new AwsError(
        'InvalidParameterCombination',
        'The parameters availabilityZone and availabilityZoneId cannot be used together',
      )
    }
    const zone = named ? zones.find(({ name, id }) => named === (input.AvailabilityZone ? name : id)) : zones[0]
    if (!zone) {
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${named}) for parameter ${input.AvailabilityZone ? 'availabilityZone' : 'availabilityZoneId'} is invalid. Subnets can currently only be created in the following availability zones: ${zones.map(({ name, id }) => (input.AvailabilityZone ? name : id)).join(', ')}.`,
      )
    }
    const subnet = {
      subnetId: resourceId('subnet'),
      vpcId: vpc.vpcId,
      cidrBlock,
      availabilityZone: zone.name,
      availabilityZoneId: zone.id,
      mapPublicIpOnLaunch: false,
      tags: specifiedTags(input.TagSpecifications, 'subnet'),
    }
    ec2.subnets.set(subnet.subnetId, subnet)
    return { Subnet: describeSubnet(account, subnet) }
  },
}
