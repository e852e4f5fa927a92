import type { CreateInternetGatewayRequest, CreateInternetGatewayResult } from '@aws-sdk/client-ec2'
import { describeInternetGateway } from '../descriptions.ts'
import type { InternetGateway } from '../network-model.ts'
import type { Operation } from '../operation.ts'
import { withTags } from '../permissions.ts'
import { resourceId } from '../state.ts'
import { specifiedTags } from '../tags.ts'

export const createInternetGateway: Operation<CreateInternetGatewayRequest, CreateInternetGatewayResult> = {
  honours: ['TagSpecifications'],
  permissions: (input, call) => withTags(call, 'CreateInternetGateway', 'internet-gateway', input.TagSpecifications),
  run: (input, { account }) => {
    const gateway: InternetGateway = {
      internetGatewayId: resourceId('igw'),
      tags: specifiedTags(input.TagSpecifications, 'internet-gateway'),
    }
    account.ec2.internetGateways.set(gateway.internetGatewayId, gateway)
    return { InternetGateway: describeInternetGateway(account, gateway) }
  },
}
