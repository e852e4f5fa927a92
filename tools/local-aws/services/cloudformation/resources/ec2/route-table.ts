import { CreateRouteTableCommand, DeleteRouteTableCommand } from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import { unlessMissing } from './missing.ts'
import { tagSpecifications } from './tag-specifications.ts'
import { updateTags } from './update-tags.ts'

const honoured = ['VpcId', 'Tags']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html
export const routeTable = honouring(honoured, {
  typeName: 'AWS::EC2::RouteTable',

  async create(properties, context) {
    const { RouteTable } = await context.clients.ec2.send(
      new CreateRouteTableCommand({
        VpcId: properties.VpcId,
        TagSpecifications: tagSpecifications('route-table', properties, context),
      }),
    )
    const physicalId = RouteTable!.RouteTableId!
    return { physicalId, attributes: { RouteTableId: physicalId } }
  },

  async update(request, context) {
    await updateTags(request, context)
    return { physicalId: request.physicalId, attributes: { RouteTableId: request.physicalId } }
  },

  async delete(RouteTableId, _properties, { clients }) {
    await unlessMissing(clients.ec2.send(new DeleteRouteTableCommand({ RouteTableId })))
  },
})
