import { DescribeInternetGatewaysCommand, EC2Client } from '@aws-sdk/client-ec2'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { where } from './ec2-filter.ts'
import type { RemovableType } from './removable-type.ts'

/** The templates have no internet gateway, but somebody may have attached one to the VPC. */
export const internetGateway: RemovableType = {
  type: 'AWS::EC2::InternetGateway',
  arn: undefined,
  // The VPC must be known to detach the gateway.
  isThere: undefined,
  commands: ({ id, vpc }) => [
    ['ec2', 'detach-internet-gateway', '--internet-gateway-id', id, '--vpc-id', vpc!],
    ['ec2', 'delete-internet-gateway', '--internet-gateway-id', id],
  ],
  findInVpc: async ({ connection, prefix, vpcId }) => {
    const request = new DescribeInternetGatewaysCommand(where('attachment.vpc-id', vpcId))
    const { InternetGateways = [] } = await connection.clients.get(EC2Client).send(request)
    return InternetGateways.map(({ InternetGatewayId, Tags }) => ({
      id: InternetGatewayId!,
      ours: hasStackTags(Tags, prefix),
      vpc: vpcId,
    }))
  },
}
