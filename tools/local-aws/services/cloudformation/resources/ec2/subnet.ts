import {
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import { isTrue } from '../property-values.ts'
import type { CreatedResource, ResourceContext } from '../resource-type.ts'
import { unlessMissing } from './missing.ts'
import { tagSpecifications } from './tag-specifications.ts'
import { updateTags } from './update-tags.ts'

const honoured = ['VpcId', 'CidrBlock', 'AvailabilityZone', 'MapPublicIpOnLaunch', 'Tags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
export const subnet = honouring(honoured, {
  typeName: 'AWS::EC2::Subnet',

  async create(properties, context) {
    const { Subnet } = await context.clients.ec2.send(
      new CreateSubnetCommand({
        VpcId: properties.VpcId,
        CidrBlock: properties.CidrBlock,
        AvailabilityZone: properties.AvailabilityZone,
        TagSpecifications: tagSpecifications('subnet', properties, context),
      }),
    )
    context.initiated(Subnet!.SubnetId!)
    if (properties.MapPublicIpOnLaunch !== undefined) {
      await mapPublicIp(Subnet!.SubnetId!, properties.MapPublicIpOnLaunch, context)
    }
    return described(Subnet!.SubnetId!, context)
  },

  async update(request, context) {
    if (request.changed.includes('MapPublicIpOnLaunch')) {
      await mapPublicIp(request.physicalId, request.after.MapPublicIpOnLaunch, context)
    }
    if (request.changed.includes('Tags')) await updateTags(request, context)
    return described(request.physicalId, context)
  },

  async delete(SubnetId, _properties, { clients }) {
    await unlessMissing(clients.ec2.send(new DeleteSubnetCommand({ SubnetId })))
  },
})

async function mapPublicIp(SubnetId: string, value: unknown, { clients }: ResourceContext): Promise<void> {
  await clients.ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: isTrue(value) } }))
}

async function described(SubnetId: string, { clients }: ResourceContext): Promise<CreatedResource> {
  const { Subnets } = await clients.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }))
  const { AvailabilityZone, AvailabilityZoneId, CidrBlock, VpcId } = Subnets![0]!
  return {
    physicalId: SubnetId,
    attributes: { SubnetId, AvailabilityZone, AvailabilityZoneId, CidrBlock, VpcId, Ipv6CidrBlocks: [] },
  }
}
