import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2'
import { HandlerError } from '../handler-error.ts'
import { honouring } from '../honouring.ts'
import { jsonText } from '../property-values.ts'
import type { CreatedResource, ResourceContext } from '../resource-type.ts'
import { tagSpecifications } from './tag-specifications.ts'
import { updateTags } from './update-tags.ts'

const honoured = ['VpcId', 'ServiceName', 'VpcEndpointType', 'RouteTableIds', 'PolicyDocument', 'Tags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
export const vpcEndpoint = honouring(honoured, {
  typeName: 'AWS::EC2::VPCEndpoint',

  async create(properties, context) {
    const { VpcEndpoint } = await context.clients.ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: properties.VpcId,
        ServiceName: properties.ServiceName,
        VpcEndpointType: properties.VpcEndpointType,
        RouteTableIds: properties.RouteTableIds,
        PolicyDocument: jsonText(properties.PolicyDocument),
        TagSpecifications: tagSpecifications('vpc-endpoint', properties, context),
      }),
    )
    return described(VpcEndpoint!.VpcEndpointId!, context)
  },

  async update(request, context) {
    const { physicalId, before, after } = request
    const [had, has]: [string[], string[]] = [before.RouteTableIds ?? [], after.RouteTableIds ?? []]
    await context.clients.ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: physicalId,
        PolicyDocument: jsonText(after.PolicyDocument),
        AddRouteTableIds: has.filter(id => !had.includes(id)),
        RemoveRouteTableIds: had.filter(id => !has.includes(id)),
      }),
    )
    if (request.changed.includes('Tags')) await updateTags(request, context)
    return described(physicalId, context)
  },

  async delete(physicalId, _properties, { clients }) {
    const { Unsuccessful } = await clients.ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [physicalId] }))
    const error = Unsuccessful?.[0]?.Error
    if (error && !error.Code?.endsWith('.NotFound')) {
      throw new HandlerError('GeneralServiceException', error.Message ?? `${physicalId} could not be deleted`)
    }
  },
})

async function described(physicalId: string, { clients }: ResourceContext): Promise<CreatedResource> {
  const { VpcEndpoints } = await clients.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [physicalId] }))
  return {
    physicalId,
    attributes: {
      Id: physicalId,
      CreationTimestamp: VpcEndpoints![0]!.CreationTimestamp?.toISOString(),
      DnsEntries: [],
      NetworkInterfaceIds: [],
    },
  }
}
