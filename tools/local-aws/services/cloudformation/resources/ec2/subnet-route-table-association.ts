import { AssociateRouteTableCommand, DisassociateRouteTableCommand } from '@aws-sdk/client-ec2'
import { honouring } from '../honouring.ts'
import { unlessMissing } from './missing.ts'

const honoured = ['RouteTableId', 'SubnetId']

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html
export const subnetRouteTableAssociation = honouring(honoured, {
  typeName: 'AWS::EC2::SubnetRouteTableAssociation',

  async create({ RouteTableId, SubnetId }, { clients }) {
    const { AssociationId } = await clients.ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }))
    return { physicalId: AssociationId!, attributes: { Id: AssociationId } }
  },

  async delete(AssociationId, _properties, { clients }) {
    await unlessMissing(clients.ec2.send(new DisassociateRouteTableCommand({ AssociationId })))
  },
})
