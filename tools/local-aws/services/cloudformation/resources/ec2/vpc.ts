import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import { isTrue } from '../property-values.ts'
import type { CreatedResource, Properties, ResourceContext } from '../resource-type.ts'
import { unlessMissing } from './missing.ts'
import { tagSpecifications } from './tag-specifications.ts'
import { updateTags } from './update-tags.ts'

const honoured = ['CidrBlock', 'InstanceTenancy', 'EnableDnsSupport', 'EnableDnsHostnames', 'Tags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
export const vpc = honouring(honoured, {
  typeName: 'AWS::EC2::VPC',

  async create(properties, context) {
    const { Vpc } = await context.clients.ec2.send(
      new CreateVpcCommand({
        CidrBlock: properties.CidrBlock,
        InstanceTenancy: properties.InstanceTenancy,
        TagSpecifications: tagSpecifications('vpc', properties, context),
      }),
    )
    context.initiated(Vpc!.VpcId!)
    await setDns(Vpc!.VpcId!, properties, context)
    return described(Vpc!.VpcId!, context)
  },

  async update(request, context) {
    await setDns(request.physicalId, request.after, context)
    if (request.changed.includes('Tags')) await updateTags(request, context)
    return described(request.physicalId, context)
  },

  async delete(VpcId, _properties, { clients }) {
    await unlessMissing(clients.ec2.send(new DeleteVpcCommand({ VpcId })))
  },
})

/** ModifyVpcAttribute sets one attribute a call. */
async function setDns(VpcId: string, properties: Properties, { clients }: ResourceContext): Promise<void> {
  const EnableDnsSupport = { Value: isTrue(properties.EnableDnsSupport ?? true) }
  await clients.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsSupport }))
  const EnableDnsHostnames = { Value: isTrue(properties.EnableDnsHostnames ?? false) }
  await clients.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames }))
}

async function described(VpcId: string, { clients }: ResourceContext): Promise<CreatedResource> {
  const { Vpcs } = await clients.ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }))
  const { SecurityGroups } = await clients.ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [VpcId] },
        { Name: 'group-name', Values: ['default'] },
      ],
    }),
  )
  return {
    physicalId: VpcId,
    attributes: {
      VpcId,
      CidrBlock: Vpcs![0]!.CidrBlock,
      CidrBlockAssociations: Vpcs![0]!.CidrBlockAssociationSet?.map(one => one.AssociationId) ?? [],
      DefaultSecurityGroup: SecurityGroups![0]!.GroupId,
      Ipv6CidrBlocks: [],
    },
  }
}
